package io.manymodels.console.family;

import com.github.difflib.DiffUtils;
import com.github.difflib.patch.AbstractDelta;
import java.util.List;
import java.util.stream.Stream;

/** What changed between two texts, line by line. */
final class SpecDiff {

    private SpecDiff() {}

    /** @param sign {@code +}, {@code -} or a space */
    record Line(char sign, String text) {

        /** Its class in the page. */
        public String kind() {
            return sign == '+' ? "added" : sign == '-' ? "removed" : "same";
        }
    }

    static List<Line> between(String before, String after) {
        return DiffUtils.diff(before.lines().toList(), after.lines().toList(), true).getDeltas().stream()
                .flatMap(SpecDiff::lines).toList();
    }

    private static Stream<Line> lines(AbstractDelta<String> delta) {
        return switch (delta.getType()) {
            case EQUAL -> signed(' ', delta.getSource().getLines());
            case DELETE, INSERT, CHANGE -> Stream.concat(signed('-', delta.getSource().getLines()),
                    signed('+', delta.getTarget().getLines()));
        };
    }

    private static Stream<Line> signed(char sign, List<String> lines) {
        return lines.stream().map(text -> new Line(sign, text));
    }
}
