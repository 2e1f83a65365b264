package io.manymodels.ingestion.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcConnectionTest {

    private static JdbcConnection connection(String host, int port, Map<String, String> properties) {
        return new JdbcConnection(DatabaseKind.POSTGRESQL, host, port, "erp", "reader", "hush", properties);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "db/erp", "db?user=x", "db&x=1", "db#x", "db:5433", "user@db", "a b"})
    void aHostIsNoPartOfAUrl(String host) {
        assertThatThrownBy(() -> connection(host, 5432, Map.of())).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("connections.*.host [" + host + "]");
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 65_536})
    void aPortIsAPort(int port) {
        assertThatThrownBy(() -> connection("db", port, Map.of())).hasMessageContaining("[" + port + "]")
                .hasMessageContaining("Maybe 5432");
        assertThat(connection("db", 0, Map.of()).port()).as("the usual one").isEqualTo(5432);
        assertThat(connection("db", 1, Map.of()).port()).isOne();
        assertThat(connection("db", 65_535, Map.of()).port()).isEqualTo(65_535);
    }

    @ParameterizedTest
    @ValueSource(strings = {"socketFactory", "sslfactory", "socketFactoryArg", "loggerFile", "sslhostnameverifier",
            "authenticationPluginClassName", "options", "user", "password", "localSocketAddress"})
    void whatLoadsClassesOrTouchesFilesIsNoProperty(String name) {
        assertThatThrownBy(() -> connection("db", 5432, Map.of(name, "x"))).hasMessageContaining("[" + name + "]")
                .hasMessageContaining("Maybe one of [ApplicationName");
    }

    @ParameterizedTest
    @EnumSource(DatabaseKind.class)
    void noKindTakesWhatRunsCodeOrReadsFiles(DatabaseKind kind) {
        for (String name : List.of("autoDeserialize", "allowLoadLocalInfile", "allowLocalInfile", "queryInterceptors",
                "sessionVariables", "socketFactory", "INIT", "keyStore", "trustStore", "oracle.net.tns_admin",
                "allowMultiQueries", "user", "password", "url", "IFEXISTS")) {
            assertThatThrownBy(() -> new JdbcConnection(kind, "db", 0, "erp", "reader", "hush", Map.of(name, "x")))
                    .as(name).hasMessageContaining("[" + name + "] is not allowed");
        }
    }

    @ParameterizedTest
    @EnumSource(value = DatabaseKind.class, mode = EnumSource.Mode.EXCLUDE, names = "POSTGRESQL")
    void aDatabaseIsANameWhereItIsPartOfAnAddress(DatabaseKind kind) {
        for (String database : List.of("erp?x=1", "erp;x=1", "../erp", "erp&x", "erp x", "", "mem:erp")) {
            assertThatThrownBy(() -> new JdbcConnection(kind, "db", 0, database, "reader", "hush", Map.of()))
                    .hasMessageContaining("database [" + database + "]");
        }
        assertThat(new JdbcConnection(kind, "db", 0, "ERP_1.x$-y", "reader", "hush", Map.of()).port())
                .isEqualTo(kind.port());
    }

    @Test
    void theNamesOfPropertiesHaveNoCase() {
        assertThat(connection("db", 5432, Map.of("SSLMODE", "require", "currentschema", "sales")).properties())
                .containsExactlyInAnyOrderEntriesOf(Map.of("sslmode", "require", "currentSchema", "sales"));
    }

    @Test
    void aPasswordIsNotPrinted() {
        assertThat(connection("db", 5432, Map.of("sslmode", "require")).toString()).contains("db:5432/erp as reader")
                .doesNotContain("hush");
    }
}
