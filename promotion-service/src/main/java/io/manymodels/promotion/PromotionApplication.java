package io.manymodels.promotion;

import io.manymodels.catalog.FamilyConfiguration;
import io.manymodels.storage.StorageConfiguration;
import io.manymodels.work.WorkConfiguration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Import;

/** The promotion service: from candidates to releases, and back. */
@SpringBootApplication
@Import({WorkConfiguration.class, StorageConfiguration.class, FamilyConfiguration.class})
public class PromotionApplication {

    /** Starts the service; settings come from the environment, see {@code docs/reference/contracts.md}. */
    public static void main(String[] arguments) {
        SpringApplication.run(PromotionApplication.class, arguments);
    }
}
