package io.manymodels.console.start;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How a file comes in.
 *
 * @param landing the folder that ingestion reads from, where it is on this machine; null: files are put there by others
 */
@ConfigurationProperties(prefix = "manymodels.console", ignoreUnknownFields = false)
record StartProperties(@Nullable Path landing) {}
