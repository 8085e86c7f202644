// The Vendure of the demonstration and of the tests: as it comes, on loopback, with a PostgreSQL of its own.
// Nothing of how it handles orders, stock, payments or refunds is changed; what is added is what shops add.
const { createHash } = require('node:crypto');
const {
    DefaultJobQueuePlugin,
    DefaultLogger,
    DefaultOrderCodeStrategy,
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

// Shops number their orders as they like: here as the request that begins one says, so that the sample's orders
// keep the numbers people know them by.
class SampleNumbers extends DefaultOrderCodeStrategy {
    generate(ctx) {
        return ctx.req?.headers['x-order-number'] || super.generate(ctx);
    }
}

// Vendure's own takes a quarter of a second for each sign-in, on purpose. These customers are invented.
const sha256 = text => createHash('sha256').update(text).digest('hex');
const quickHash = { hash: async text => sha256(text), check: async (text, hash) => sha256(text) === hash };

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
        passwordHashingStrategy: quickHash,
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
    orderOptions: { orderCodeStrategy: new SampleNumbers() },
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
