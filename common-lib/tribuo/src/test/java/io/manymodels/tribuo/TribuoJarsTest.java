package io.manymodels.tribuo;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tribuo's command lines bring readers of CSV and a shell, and those bring jars that nobody mends any more. They stay out: every
 * other test here trains, stores and asks models without them.
 */
class TribuoJarsTest {

    @ParameterizedTest
    @ValueSource(strings = {"org.tribuo.data.csv.CSVLoader", "com.opencsv.CSVReader",
            "org.apache.commons.beanutils.BeanUtils", "org.apache.commons.collections.Transformer",
            "org.jline.reader.LineReader", "org.jline.terminal.Terminal"})
    void areNotOnTheClassPath(String name) {
        assertThatThrownBy(() -> Class.forName(name)).isInstanceOf(ClassNotFoundException.class);
    }
}
