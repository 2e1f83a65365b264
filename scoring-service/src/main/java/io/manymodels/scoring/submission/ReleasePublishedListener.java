package io.manymodels.scoring.submission;

import io.manymodels.event.ReleasePublished;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Scores a release that a cycle or a rollback has published. Outside of these a release waits for somebody to ask. */
@Configuration(proxyBeanMethods = false)
class ReleasePublishedListener {

    @Bean
    Consumer<ReleasePublished> releasePublished(ScoringSubmission submission) {
        return submission::follow;
    }
}
