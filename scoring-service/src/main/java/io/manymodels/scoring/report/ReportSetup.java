package io.manymodels.scoring.report;

import io.manymodels.work.cost.CostProperties;
import java.time.Duration;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Creates the views over all services' tables once these exist. The services start in any order, so this waits beside the
 * running service instead of in front of it.
 */
@Component
class ReportSetup {

    private static final Logger LOG = LoggerFactory.getLogger(ReportSetup.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final ReportRepository repository;
    private final CostProperties prices;
    private final TransactionTemplate transactions;
    private final Thread thread = Thread.ofVirtual().name("report-views").unstarted(this::createWhenPossible);

    ReportSetup(ReportRepository repository, CostProperties prices, PlatformTransactionManager transactionManager) {
        this.prices = prices;
        this.repository = repository;
        this.transactions = new TransactionTemplate(transactionManager);
    }

    @EventListener(ApplicationReadyEvent.class)
    void start() {
        thread.start();
    }

    @EventListener(ContextClosedEvent.class)
    void stop() {
        thread.interrupt();
    }

    private void createWhenPossible() {
        Duration pause = PAUSE;
        while (!Thread.currentThread().isInterrupted()) {
            try {
                List<String> missing = repository.missing();
                if (missing.isEmpty()) {
                    transactions.executeWithoutResult(_ -> {
                        repository.keepPrices(prices);
                        repository.createViews();
                    });
                    LOG.info("The views reporting.runs, run_partitions and costs are up to date");
                    return;
                }
                LOG.debug("Waiting for the tables {} of other services before the reporting views are made", missing);
            } catch (DataAccessException e) {
                LOG.warn("The reporting views could not be made, trying again in {}", pause, e);
            }
            try {
                Thread.sleep(pause);
            } catch (InterruptedException _) {
                return;
            }
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
    }
}
