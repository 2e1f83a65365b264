package io.manymodels.console.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.problem.ManyModelsException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class KeyNameTest {

    private static final JsonMapper JSON = JsonMapper.shared();

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{}", "{\"a\":{}}", "{\"a\":[1]}", "7", "null", "{\"a\":1} {"})
    void whatIsNoKeyIsRefused(String text) {
        assertThatThrownBy(() -> KeyName.parse(text)).isInstanceOf(ManyModelsException.class)
                .hasMessageContaining("[" + text + "]").hasMessageContaining("Maybe");
    }

    /** An address that a page links to leads back to the same key, whatever its values are. */
    @Property
    void aKeyIsFoundAgainByItsText(@ForAll("keys") Map<String, Object> key) {
        KeyName name = KeyName.parse(JSON.writeValueAsString(key));

        assertThat(KeyName.parse(name.text())).isEqualTo(name);
    }

    /** The services read the values that the page was asked for, and no further parameter. */
    @Property
    void aQueryHoldsTheValuesAndNothingElse(@ForAll("keys") Map<String, Object> key) {
        KeyName name = KeyName.parse(JSON.writeValueAsString(key));

        Map<String, String> read = new LinkedHashMap<>();
        Arrays.stream(name.query().split("&", -1)).map(pair -> pair.split("=", -1))
                .forEach(pair -> read.put(decoded(pair[0]), decoded(pair[1])));
        assertThat(read).isEqualTo(name.parameters());
        assertThat(name.query()).doesNotContain("<", ">", "\"", "'", " ", "#");
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    @Provide
    Arbitrary<Map<String, Object>> keys() {
        Arbitrary<Object> values = Arbitraries.oneOf(texts().map(Object.class::cast),
                Arbitraries.longs().map(Object.class::cast));
        return Arbitraries.maps(texts(), values).ofMinSize(1).ofMaxSize(4);
    }

    private static Arbitrary<String> texts() {
        return Arbitraries.strings().ascii().withChars('é', '日', '"', '<', '>', '&', '=', '%', '+', '\'')
                .ofMaxLength(12);
    }
}
