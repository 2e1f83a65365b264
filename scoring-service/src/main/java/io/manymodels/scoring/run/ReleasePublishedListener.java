package io.manymodels.scoring.run;

import io.manymodels.event.ReleasePublished;
import io.manymodels.run.RunId;
import io.manymodels.run.RunKind;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Scores a family when a cycle has released it. Outside a cycle a release waits for somebody to ask. */
@Configuration(proxyBeanMethods = false)
class ReleasePublishedListener {

    @Bean
    Consumer<ReleasePublished> releasePublished(ScoringSubmission submission) {
        return release -> {
            UUID cycle = release.cycle();
            if (cycle != null) {
                submission.submit(RunId.inCycle(cycle, RunKind.SCORING), release.family(), release.familyVersion(),
                        cycle, new ScoringParameters(release.release(), null, null), "cycle");
            }
        };
    }
}
