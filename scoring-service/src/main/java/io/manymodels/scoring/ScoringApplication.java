package io.manymodels.scoring;

import io.manymodels.catalog.FamilyConfiguration;
import io.manymodels.storage.StorageConfiguration;
import io.manymodels.work.WorkConfiguration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Import;

/** Scores whole families with their released models and publishes the predictions. */
@SpringBootApplication
@Import({WorkConfiguration.class, StorageConfiguration.class, FamilyConfiguration.class})
public class ScoringApplication {

    public static void main(String[] arguments) {
        SpringApplication.run(ScoringApplication.class, arguments);
    }
}
