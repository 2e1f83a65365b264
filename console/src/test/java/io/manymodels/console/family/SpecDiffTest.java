package io.manymodels.console.family;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpecDiffTest {

    @ParameterizedTest
    @CsvSource({"a b c, a b c, ' a b c'", "a b c, a c, ' a-b c'", "a c, a b c, ' a+b c'", "a b, a x, ' a+x-b'",
            "a, b, '+b-a'",
            "'', a, '+a'", "a, '', '-a'", "a b c d, x b d y, '+x-a b-c d+y'"})
    void saysWhatCameAndWhatWent(String before, String after, String expected) {
        String found = SpecDiff.between(before.replace(' ', '\n'), after.replace(' ', '\n')).stream()
                .map(line -> line.sign() + line.text()).collect(Collectors.joining());

        assertThat(found.replace(" ", "")).isEqualTo(expected.replace(" ", ""));
    }

    /** What is kept and removed is the old text, what is kept and added the new one, whatever the order of changes. */
    @ParameterizedTest
    @CsvSource({"a b c d e f, f e d c b a", "a a b a, a b b a a", "x y z, q x q y q z q"})
    void bothTextsCanBeReadOutOfIt(String before, String after) {
        var lines = SpecDiff.between(before.replace(' ', '\n'), after.replace(' ', '\n'));

        assertThat(lines.stream().filter(line -> line.sign() != '+').map(SpecDiff.Line::text)
                .collect(Collectors.joining(" "))).isEqualTo(before);
        assertThat(lines.stream().filter(line -> line.sign() != '-').map(SpecDiff.Line::text)
                .collect(Collectors.joining(" "))).isEqualTo(after);
    }
}
