package io.manymodels.work;

import io.manymodels.sql.PoolConfiguration;
import io.manymodels.watch.WatchConfiguration;
import io.manymodels.web.WebConfiguration;
import io.manymodels.work.api.WorkProperties;
import io.manymodels.work.broker.BrokerConfiguration;
import io.manymodels.work.cost.CostConfiguration;
import io.manymodels.work.engine.EngineConfiguration;
import io.manymodels.work.fanout.FanoutConfiguration;
import io.manymodels.work.lineage.LineageConfiguration;
import io.manymodels.work.outbox.OutboxConfiguration;
import io.manymodels.work.rest.DocumentationConfiguration;
import io.manymodels.work.rest.RestConfiguration;
import io.manymodels.work.retention.RetentionConfiguration;
import io.manymodels.work.schema.SchemaConfiguration;
import io.manymodels.work.trace.TraceConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * Import this to own runs. Needs a {@link io.manymodels.work.api.RunProcess} bean for each kind; the service's name, and so
 * its topics, is {@code spring.application.name}.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WorkProperties.class)
@Import({WebConfiguration.class, PoolConfiguration.class, OutboxConfiguration.class, EngineConfiguration.class,
        FanoutConfiguration.class, RestConfiguration.class, DocumentationConfiguration.class,
        RetentionConfiguration.class, BrokerConfiguration.class, SchemaConfiguration.class, CostConfiguration.class,
        WatchConfiguration.class, TraceConfiguration.class, LineageConfiguration.class})
public class WorkConfiguration {}
