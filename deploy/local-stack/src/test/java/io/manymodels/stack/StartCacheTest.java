package io.manymodels.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartCacheTest {

    @TempDir
    Path application;

    private StartCache cache;

    @BeforeEach
    void make() {
        cache = new StartCache(application, true);
    }

    private void recorded() throws IOException {
        Files.writeString(application.resolve("app.aot.new"), "recorded");
        Files.writeString(application.resolve("app.aot.new.config"), "config");
    }

    @Test
    void theFirstStartRecordsAndMayTakeItsTimeToEnd() {
        assertThat(cache.jvmOptions()).containsExactly("-XX:AOTCacheOutput=" + application.resolve("app.aot.new"));
        assertThat(cache.patience()).isGreaterThan(Duration.ofSeconds(40));
    }

    @Test
    void whatIsKeptIsUsedByTheNextStart() throws IOException {
        recorded();

        cache.keep();

        assertThat(cache.jvmOptions()).containsExactly("-XX:AOTCache=" + application.resolve("app.aot"));
        assertThat(application.resolve("app.aot")).hasContent("recorded");
        assertThat(application.resolve("app.aot.new")).doesNotExist();
        assertThat(cache.patience()).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void whatAKilledStartLeftIsNeverUsed() throws IOException {
        recorded();

        cache.discard();
        cache.keep();

        assertThat(application).isEmptyDirectory();
        assertThat(cache.jvmOptions()).allMatch(option -> option.startsWith("-XX:AOTCacheOutput="));
    }

    @Test
    void aMachineThatIsTooBusyRecordsNoMore() throws IOException {
        recorded();

        cache.giveUp();
        cache.giveUp();

        assertThat(cache.jvmOptions()).isEmpty();
        assertThat(cache.patience()).isEqualTo(Duration.ofSeconds(20));
        assertThat(application.resolve("app.aot.new")).doesNotExist();
    }

    @Test
    void givingUpLeavesACacheThatThereIs() throws IOException {
        recorded();
        cache.keep();

        cache.giveUp();

        assertThat(cache.jvmOptions()).containsExactly("-XX:AOTCache=" + application.resolve("app.aot"));
    }

    @Test
    void aStackThatRecordsNothingUsesWhatThereIs() throws IOException {
        StartCache reader = new StartCache(application, false);
        assertThat(reader.jvmOptions()).isEmpty();
        assertThat(reader.patience()).isLessThan(cache.patience());

        Files.writeString(application.resolve("app.aot"), "recorded");

        assertThat(reader.jvmOptions()).containsExactly("-XX:AOTCache=" + application.resolve("app.aot"));
    }
}
