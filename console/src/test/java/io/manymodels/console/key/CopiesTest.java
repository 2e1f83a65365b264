package io.manymodels.console.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.console.platform.PlatformFixture;
import org.junit.jupiter.api.Test;

class CopiesTest {

    @Test
    void aKeyIsAskedForInTheWordsOfTheTool() {
        Copies copies = Copies.of(PlatformFixture.away(), "orange-juice",
                KeyName.parse("{\"store\":2,\"brand\":\"Dole\"}"));

        assertThat(copies.sql()).isEqualTo(
                "SELECT * FROM reporting.orange_juice_predictions WHERE \"store\" = 2 AND \"brand\" = 'Dole';");
        assertThat(copies.curl()).isEqualTo("curl -H \"Authorization: Bearer $MANYMODELS_API_KEY\" "
                + "'http://127.0.0.1:1/api/v1/families/orange-juice/predictions?store=2&brand=Dole'");
    }

    /** What somebody pastes into psql or a shell must not run what a file brought as the name of a key. */
    @Test
    void aHostileKeyStaysAValue() {
        Copies copies = Copies.of(PlatformFixture.away(), "shop",
                KeyName.parse("{\"na\\\"me\":\"x'; DROP TABLE y; --$(reboot)\"}"));

        assertThat(copies.sql()).isEqualTo(
                "SELECT * FROM reporting.shop_predictions WHERE \"na\"\"me\" = 'x''; DROP TABLE y; --$(reboot)';");
        assertThat(copies.curl().substring(copies.curl().indexOf("'http") + 1, copies.curl().length() - 1))
                .doesNotContain("'", "$", "(", ";", " ");
    }
}
