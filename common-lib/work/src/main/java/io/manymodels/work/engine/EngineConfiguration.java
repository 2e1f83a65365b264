package io.manymodels.work.engine;

import io.manymodels.sql.PoolConfiguration;
import io.manymodels.work.api.RunProcess;
import io.manymodels.work.api.Runs;
import io.manymodels.work.api.WorkProperties;
import io.manymodels.work.cost.UsageMeter;
import io.manymodels.work.cost.UsageRepository;
import io.manymodels.work.lineage.Lineage;
import io.manymodels.work.outbox.Outbox;
import io.manymodels.work.trace.Traces;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.management.ManagementFactory;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** The life of runs and tasks in the tables of the service. */
@Configuration(proxyBeanMethods = false)
public class EngineConfiguration {

    private final String service;
    private final WorkProperties properties;

    EngineConfiguration(@Value("${spring.application.name}") String service, WorkProperties properties) {
        this.service = service;
        this.properties = properties;
    }

    @Bean
    RunRepository runRepository(JdbcClient jdbc, DataSource dataSource, JsonMapper json) {
        return new RunRepository(jdbc, dataSource, json);
    }

    @Bean
    TaskRepository taskRepository(JdbcClient jdbc, DataSource dataSource, Processes processes) {
        return new TaskRepository(jdbc, dataSource, processes);
    }

    @Bean
    Leases leases(TaskRepository tasks, @Qualifier(PoolConfiguration.LEASES) DataSource leases, TaskQueue queue,
            Processes processes, PlatformTransactionManager transactions) {
        JdbcClient apart = JdbcClient.create(leases);
        return new Leases(new TaskRepository(apart, leases, processes), tasks, queue,
                new SilentClients(new SessionRepository(apart), System::nanoTime),
                new TransactionTemplate(transactions), properties.lease());
    }

    @Bean
    TaskMetrics taskMetrics(MeterRegistry registry, TaskRepository tasks, RunRepository runs,
            Processes processes) {
        return new TaskMetrics(registry, tasks, runs, processes.kinds());
    }

    @Bean
    Processes processes(List<RunProcess> processes) {
        return new Processes(processes);
    }

    @Bean
    Transitions transitions(RunRepository runs, TaskRepository tasks, TaskQueue queue, Outbox outbox,
            Processes processes, PlatformTransactionManager transactions, JdbcClient jdbc, TaskMetrics metrics) {
        return new Transitions(runs, tasks, queue, outbox, processes, new TransactionTemplate(transactions),
                new StatisticsRepository(jdbc), metrics);
    }

    @Bean
    TaskRunner taskRunner(RunRepository runs, TaskRepository tasks, Transitions transitions, Processes processes,
            Leases leases, TaskMetrics metrics, UsageMeter meter, UsageRepository usage, Traces traces,
            Lineage lineage) {
        String worker = service + "@" + ManagementFactory.getRuntimeMXBean().getName();
        return new TaskRunner(runs, tasks, transitions, processes, leases, properties, metrics,
                new TaskUsage(meter, usage, metrics), traces, lineage, worker);
    }

    @Bean
    Runs runs(RunRepository repository, Transitions transitions, Traces traces) {
        return new StoredRuns(repository, transitions, traces);
    }

    @Bean
    Sweeps sweeps(RunRepository runs, Processes processes) {
        return new Sweeps(runs, processes);
    }
}
