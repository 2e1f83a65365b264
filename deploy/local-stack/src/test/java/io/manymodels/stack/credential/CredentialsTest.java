package io.manymodels.stack.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.access.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class CredentialsTest {

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("credentials.json");
    }

    @Test
    void theyAreMadeOnceAndReadByTheirOwnerAlone() throws IOException {
        Credentials made = Credentials.loadOrCreate(file);

        assertThat(Credentials.loadOrCreate(file)).isEqualTo(made);
        assertThat(Credentials.load(file)).isEqualTo(made);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void everySecretIsItsOwn() throws IOException {
        Credentials made = Credentials.loadOrCreate(file);
        Credentials other = Credentials.loadOrCreate(folder.resolve("other.json"));
        List<String> secrets = new ArrayList<>();
        for (Credentials each : List.of(made, other)) {
            secrets.addAll(each.database().values());
            secrets.addAll(each.kafka().values());
            each.storage().values().forEach(key -> secrets.addAll(List.of(key.accessKey(), key.secretKey())));
            each.apiKeys().values().forEach(key -> secrets.add(key.key()));
        }

        assertThat(secrets).doesNotHaveDuplicates().allMatch(secret -> secret.matches("[A-Za-z0-9_-]{15,}"));
        assertThat(made.database()).containsKeys("ingestion", "training", "promotion", "scoring", "realtime",
                "postgres", "reader");
        assertThat(made.kafka()).containsKeys("ingestion", "training", "promotion", "scoring", "realtime", "broker");
    }

    @Test
    void nothingOfThemIsShown() throws IOException {
        Credentials made = Credentials.loadOrCreate(file);

        assertThat(made).hasToString("Credentials[not shown]");
        assertThat(made.storageKey("training")).asString().doesNotContain(made.storageKey("training").secretKey());
        assertThat(made.apiKeys().get("owner")).asString().doesNotContain(made.ownerApiKey());
        assertThat(made.hashedApiKeys()).doesNotContain(made.ownerApiKey(), made.apiKey(Role.VIEWER));
    }

    @Test
    void aFolderOfAnOlderVersionGetsWhatItLacksAndKeepsTheRest() throws IOException {
        Credentials made = Credentials.loadOrCreate(file);
        ObjectNode old = JsonMapper.shared().readValue(file, ObjectNode.class);
        old.remove("kafka");
        JsonMapper.shared().writeValue(file, old);

        Credentials upgraded = Credentials.load(file);

        assertThat(upgraded.database()).isEqualTo(made.database());
        assertThat(upgraded.storage()).isEqualTo(made.storage());
        assertThat(upgraded.apiKeys()).isEqualTo(made.apiKeys());
        assertThat(upgraded.kafkaPassword("broker")).matches("[A-Za-z0-9]{32}");
        assertThat(Credentials.load(file)).isEqualTo(upgraded);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "7"})
    void aFileThatIsNoneOfOursIsSaidAndLeftAlone(String text) throws IOException {
        Files.writeString(file, text);

        assertThatThrownBy(() -> Credentials.loadOrCreate(file)).isInstanceOf(IOException.class)
                .hasMessageContaining("(" + file + ")").hasMessageContaining("Maybe restore the file");
        assertThat(file).hasContent(text);
    }

    @Test
    void whoHasNoCredentialIsNamed() throws IOException {
        Credentials made = Credentials.loadOrCreate(file);

        assertThatThrownBy(() -> made.databasePassword("nobody")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("(nobody)").hasMessageContaining("Maybe one of [ingestion");
        assertThatThrownBy(() -> made.storageKey("broker")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> made.kafkaPassword("reader")).isInstanceOf(IllegalArgumentException.class);
    }
}
