package io.manymodels.realtime;

import io.manymodels.catalog.FamilyConfiguration;
import io.manymodels.storage.StorageConfiguration;
import io.manymodels.web.WebConfiguration;
import io.manymodels.work.broker.BrokerConfiguration;
import io.manymodels.work.trace.TraceConfiguration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Import;

/** Answers prediction requests with the models of the current release. */
@SpringBootApplication
@ConfigurationPropertiesScan
@Import({WebConfiguration.class, StorageConfiguration.class, FamilyConfiguration.class, BrokerConfiguration.class,
        TraceConfiguration.class})
public class RealtimeApplication {

    public static void main(String[] arguments) {
        SpringApplication.run(RealtimeApplication.class, arguments);
    }
}
