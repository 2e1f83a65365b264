package io.manymodels.console.start;

import io.manymodels.problem.ManyModelsException.Detail;
import java.util.ArrayList;
import java.util.List;

/**
 * A line of a spec with what is wrong there.
 *
 * @param number from 1
 */
record SpecLine(int number, String text, List<String> problems) {

    /** The lines that an error names; an error whose path no line begins with stands at the first one. */
    static List<SpecLine> of(String spec, List<Detail> errors) {
        List<String> texts = spec.lines().toList();
        List<SpecLine> lines = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            int place = i;
            List<String> problems = errors.stream()
                    .filter(error -> !error.path().isEmpty() && lineOf(texts, error.path()) == place)
                    .map(error -> error.path() + ": " + error.message()).toList();
            if (!problems.isEmpty()) {
                lines.add(new SpecLine(i + 1, texts.get(i), problems));
            }
        }
        return lines;
    }

    /** Where the deepest part of a path stands that the spec names, from 0. */
    private static int lineOf(List<String> texts, String path) {
        int found = 0;
        int from = 0;
        for (String part : path.replaceAll("\\[\\d+]", "").split("\\.")) {
            for (int i = from; i < texts.size(); i++) {
                if (texts.get(i)
                        .matches(".*(^|[\\s{,])[\"']?" + java.util.regex.Pattern.quote(part) + "[\"']?\\s*:.*")) {
                    found = i;
                    from = i;
                    break;
                }
            }
        }
        return found;
    }
}
