package io.manymodels.realtime.release;

import io.manymodels.event.ReleasePublished;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Follows new releases without waiting for the next look at the registry. */
@Configuration(proxyBeanMethods = false)
class ReleasePublishedListener {

    @Bean
    Consumer<ReleasePublished> releasePublished(ServedFamilies families) {
        return release -> families.changed(release.family());
    }
}
