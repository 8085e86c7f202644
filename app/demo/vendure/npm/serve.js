// Starts Vendure with its worker in one process and says READY; ends when asked to.
const { bootstrap, JobQueueService } = require('@vendure/core');
const { config } = require('./config');

bootstrap(config)
    .then(async app => {
        await app.get(JobQueueService).start();
        for (const signal of ['SIGINT', 'SIGTERM']) {
            process.on(signal, () => app.close().then(() => process.exit(0)));
        }
        console.log('READY');
    })
    .catch(error => {
        console.error(error);
        process.exit(1);
    });
