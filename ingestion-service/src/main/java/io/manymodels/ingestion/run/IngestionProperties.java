package io.manymodels.ingestion.run;

import io.manymodels.ingestion.source.JdbcConnection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How ingestions work.
 *
 * @param landing the folder that specs may read files from
 * @param memoryLimit DuckDB's memory limit for one ingestion; what does not fit is spilled to {@code work}
 * @param threads of one ingestion; 0 for one a processor
 * @param work folder of the service alone, for spilled rows and files on their way to the lake
 * @param diskLimit most that one ingestion may put there
 * @param timeout of one ingestion
 * @param connections databases that specs may name
 * @param drivers folder of the jars of drivers for databases other than PostgreSQL
 */
@ConfigurationProperties(prefix = "manymodels.ingestion", ignoreUnknownFields = false)
record IngestionProperties(@DefaultValue("./landing") Path landing, @DefaultValue("1GB") String memoryLimit,
        @DefaultValue("0") int threads, @DefaultValue("./work/ingestion") Path work,
        @DefaultValue("100GB") DataSize diskLimit, @DefaultValue("6h") Duration timeout,
        @DefaultValue Map<String, JdbcConnection> connections, @DefaultValue("./drivers") Path drivers) {

    private static final Pattern SIZE = Pattern.compile("[1-9][0-9]{0,5} ?(MB|GB|TB|MiB|GiB|TiB)");

    IngestionProperties {
        connections = Map.copyOf(connections);
        if (!SIZE.matcher(memoryLimit).matches()) {
            throw new IllegalArgumentException(
                    "manymodels.ingestion.memory-limit [%s] is not a size. Maybe 1GB".formatted(memoryLimit));
        }
        if (threads < 0 || threads > 1024) {
            throw new IllegalArgumentException(
                    "manymodels.ingestion.threads [%d] must be from 0 to 1024. Maybe 0".formatted(threads));
        }
        if (diskLimit.toBytes() < 1) {
            throw new IllegalArgumentException(
                    "manymodels.ingestion.disk-limit [%s] must be positive. Maybe 100GB".formatted(diskLimit));
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException(
                    "manymodels.ingestion.timeout [%s] must be positive. Maybe 6h".formatted(timeout));
        }
    }

    int threadsOrProcessors() {
        return threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
    }
}
