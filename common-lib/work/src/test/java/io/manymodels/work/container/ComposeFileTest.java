package io.manymodels.work.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What containers are started from is there, on machines without Docker too. */
class ComposeFileTest {

    @ParameterizedTest
    @CsvSource({"postgres,postgres", "kafka,apache/kafka", "storage,chrislusf/seaweedfs"})
    void namesTheImageOfEachPart(String service, String image) throws IOException {
        assertThat(ComposeFile.image(service)).matches(image + "@sha256:[0-9a-f]{64}");
    }

    @Test
    void saysHowTheBrokerSharesGroups() throws IOException {
        assertThat(ComposeFile.settings("KAFKA_(?:GROUP|SHARE)_\\w+"))
                .containsKeys("KAFKA_GROUP_SHARE_MAX_RECORD_LOCK_DURATION_MS",
                        "KAFKA_SHARE_COORDINATOR_STATE_TOPIC_REPLICATION_FACTOR")
                .doesNotContainKey("KAFKA_NODE_ID");
    }

    @Test
    void standsBesideTheScriptsOfTheDeployment() {
        assertThat(ComposeFile.root().resolve("deploy/postgres/bootstrap.sh")).isRegularFile();
        assertThat(ComposeFile.root().resolve("deploy/docker/seaweedfs.sh")).matches(Files::isRegularFile);
        assertThat(ComposeFile.variable("DATABASE_PASSWORD", "training")).isEqualTo("DATABASE_PASSWORD_TRAINING");
    }
}
