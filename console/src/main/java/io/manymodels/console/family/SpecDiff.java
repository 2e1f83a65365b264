package io.manymodels.console.family;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** What changed between two texts, line by line: the longest common subsequence stays. */
final class SpecDiff {

    /** Longer specs than anybody writes; beyond, the table of the comparison would not fit. */
    private static final int MOST_LINES = 2000;

    private SpecDiff() {}

    /** @param sign {@code +}, {@code -} or a space */
    record Line(char sign, String text) {

        /** Its class in the page. */
        public String kind() {
            return sign == '+' ? "added" : sign == '-' ? "removed" : "same";
        }
    }

    static List<Line> between(String before, String after) {
        List<String> old = before.lines().limit(MOST_LINES).toList();
        List<String> now = after.lines().limit(MOST_LINES).toList();
        int[][] common = new int[old.size() + 1][now.size() + 1];
        for (int i = old.size() - 1; i >= 0; i--) {
            for (int j = now.size() - 1; j >= 0; j--) {
                common[i][j] = old.get(i).equals(now.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        List<Line> lines = new ArrayList<>();
        Deque<String> rest = new ArrayDeque<>(now);
        int j = 0;
        for (int i = 0; i < old.size(); i++) {
            while (j < now.size() && !old.get(i).equals(now.get(j)) && common[i][j + 1] >= common[i + 1][j]) {
                lines.add(new Line('+', rest.removeFirst()));
                j++;
            }
            if (j < now.size() && old.get(i).equals(now.get(j))) {
                lines.add(new Line(' ', rest.removeFirst()));
                j++;
            } else {
                lines.add(new Line('-', old.get(i)));
            }
        }
        rest.forEach(text -> lines.add(new Line('+', text)));
        return lines;
    }
}
