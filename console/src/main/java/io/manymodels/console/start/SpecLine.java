package io.manymodels.console.start;

import io.manymodels.problem.ManyModelsException.Detail;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A line of a spec with what is wrong there.
 *
 * @param number from 1
 */
record SpecLine(int number, String text, List<String> problems) {

    /** The lines that an error names; an error whose path no line begins with stands at the first one. */
    static List<SpecLine> of(String spec, List<Detail> errors) {
        List<String> texts = spec.lines().toList();
        Map<Integer, List<String>> problems = new TreeMap<>();
        if (!texts.isEmpty()) {
            errors.stream().filter(error -> !error.path().isEmpty())
                    .forEach(error -> problems.computeIfAbsent(lineOf(texts, error.path()), _ -> new ArrayList<>())
                            .add(error.path() + ": " + error.message()));
        }
        return problems.entrySet().stream()
                .map(line -> new SpecLine(line.getKey() + 1, texts.get(line.getKey()), line.getValue())).toList();
    }

    /** Where the deepest part of a path stands that the spec names, from 0. */
    private static int lineOf(List<String> texts, String path) {
        int found = 0;
        int from = 0;
        for (String part : path.replaceAll("\\[\\d+]", "").split("\\.")) {
            Pattern named = Pattern.compile(".*(^|[\\s{,])[\"']?" + Pattern.quote(part) + "[\"']?\\s*:.*");
            for (int i = from; i < texts.size(); i++) {
                if (named.matcher(texts.get(i)).matches()) {
                    found = i;
                    from = i;
                    break;
                }
            }
        }
        return found;
    }
}
