// The Vendure the tests talk to: as it comes, on loopback, with a PostgreSQL of its own. Nothing of how it
// handles orders, stock, payments or refunds is changed; what is added is what shops add.
const {
    DefaultJobQueuePlugin,
    DefaultLogger,
    LanguageCode,
    LogLevel,
    PaymentMethodHandler,
    dummyPaymentHandler,
} = require('@vendure/core');
const { AssetServerPlugin } = require('@vendure/asset-server-plugin');

const label = value => [{ languageCode: LanguageCode.en, value }];

// What a plugin of a payment provider does: the money is there at once and goes back at once. `most` is what a
// gift card has left, so that the rest is paid by another.
const cardHandler = new PaymentMethodHandler({
    code: 'test-card',
    description: label('Card, settled and refunded at once'),
    args: {},
    createPayment: (ctx, order, amount, args, { most }) => ({
        amount: Math.min(amount, most ?? amount),
        state: 'Settled',
        transactionId: `card-${order.code}`,
    }),
    settlePayment: () => ({ success: true }),
    createRefund: (ctx, input, amount, order) => ({ state: 'Settled', transactionId: `back-${order.code}` }),
});

exports.config = {
    apiOptions: {
        hostname: '127.0.0.1',
        port: Number(process.env.VENDURE_PORT),
        adminApiPath: 'admin-api',
        shopApiPath: 'shop-api',
    },
    authOptions: {
        tokenMethod: ['bearer', 'cookie', 'api-key'],
        requireVerification: false,
        superadminCredentials: {
            identifier: process.env.VENDURE_ADMIN,
            password: process.env.VENDURE_ADMIN_PASSWORD,
        },
        cookieOptions: { secret: process.env.VENDURE_ADMIN_PASSWORD },
    },
    dbConnectionOptions: {
        type: 'postgres',
        host: process.env.PGHOST,
        username: process.env.PGUSER,
        database: process.env.PGDATABASE,
        synchronize: process.env.VENDURE_SYNC === '1',
        migrations: [],
    },
    paymentOptions: { paymentMethodHandlers: [cardHandler, dummyPaymentHandler] },
    customFields: {
        ProductVariant: [{ name: 'gtin', type: 'string', nullable: true, public: true, label: label('GTIN') }],
    },
    plugins: [
        DefaultJobQueuePlugin.init({ useDatabaseForBuffer: true, pollInterval: 500 }),
        AssetServerPlugin.init({ route: 'assets', assetUploadDir: process.env.VENDURE_ASSETS }),
    ],
    logger: new DefaultLogger({ level: LogLevel.Warn, timestamp: false }),
};
