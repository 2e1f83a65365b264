package io.manymodels.console.family;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpecDiffTest {

    @ParameterizedTest
    @CsvSource({"a b c, a b c, ' a b c'", "a b c, a c, ' a-b c'", "a c, a b c, ' a+b c'", "a b, a x, ' a-b+x'",
            "a, b, '-a+b'",
            "'', a, '+a'", "a, '', '-a'", "a b c d, x b d y, '-a+x b-c d+y'"})
    void saysWhatCameAndWhatWent(String before, String after, String expected) {
        String found = SpecDiff.between(before.replace(' ', '\n'), after.replace(' ', '\n')).stream()
                .map(line -> line.sign() + line.text()).collect(Collectors.joining());

        assertThat(found.replace(" ", "")).isEqualTo(expected.replace(" ", ""));
    }

    /** What is kept and removed is the old text, what is kept and added the new one, whatever the order of changes. */
    @Property
    void bothTextsCanBeReadOutOfIt(@ForAll("texts") List<String> before, @ForAll("texts") List<String> after) {
        List<SpecDiff.Line> lines = SpecDiff.between(String.join("\n", before), String.join("\n", after));

        assertThat(lines.stream().filter(line -> line.sign() != '+').map(SpecDiff.Line::text).toList())
                .isEqualTo(before);
        assertThat(lines.stream().filter(line -> line.sign() != '-').map(SpecDiff.Line::text).toList())
                .isEqualTo(after);
    }

    /** Nobody wants to read that a line went and came again. */
    @Property
    void whatStayedTheSameIsNoChange(@ForAll("texts") List<String> text) {
        String same = String.join("\n", text);

        assertThat(SpecDiff.between(same, same)).allMatch(line -> line.sign() == ' ');
    }

    @Provide
    Arbitrary<List<String>> texts() {
        return Arbitraries.of("a", "b", "c", "d: 1").list().ofMaxSize(12);
    }
}
