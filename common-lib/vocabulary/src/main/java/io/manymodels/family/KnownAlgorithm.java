package io.manymodels.family;

import io.manymodels.problem.ManyModelsException.Detail;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * An algorithm that training can be asked for. Training publishes those that it has, plug-ins among them, and a spec is
 * checked against them.
 */
public record KnownAlgorithm(String name, Set<Task> tasks, List<Setting> settings) {

    public KnownAlgorithm {
        tasks = Set.copyOf(tasks);
        settings = List.copyOf(settings);
    }

    /**
     * A number that a spec may set.
     *
     * @param name in camel case
     * @param usual what holds where the spec says nothing
     * @param whole whether fractions are refused
     */
    public record Setting(String name, double usual, double least, double most, boolean whole, String meaning) {

        /** A whole number. */
        public static Setting whole(String name, int usual, int least, int most, String meaning) {
            return new Setting(name, usual, least, most, true, meaning);
        }

        /** A number. */
        public static Setting number(String name, double usual, double least, double most, String meaning) {
            return new Setting(name, usual, least, most, false, meaning);
        }

        /** Whether a text is such a number. */
        boolean admits(String text) {
            try {
                double value = Quantities.decimal(text);
                return value >= least && value <= most && (!whole || value == Math.rint(value));
            } catch (NumberFormatException e) {
                return false;
            }
        }

        /** A number as people write it. */
        public static String text(double value) {
            return value == Math.rint(value) && Math.abs(value) < 1e15
                    ? Long.toString((long) value)
                    : Double.toString(value);
        }
    }

    /** What is wrong with choices of a task: unknown names and settings, algorithms of other tasks, values out of range. */
    public static List<Detail> problems(Task task, List<AlgorithmChoice> choices, Collection<KnownAlgorithm> known) {
        Map<String, KnownAlgorithm> byName = new TreeMap<>();
        known.forEach(algorithm -> byName.put(algorithm.name(), algorithm));
        List<Detail> problems = new ArrayList<>();
        for (int i = 0; i < choices.size(); i++) {
            AlgorithmChoice choice = choices.get(i);
            String path = "training.algorithms[%d]".formatted(i);
            KnownAlgorithm algorithm = byName.get(choice.name());
            if (algorithm == null) {
                problems.add(new Detail(path, "[%s] is not one of %s.%s".formatted(choice.name(), byName.keySet(),
                        SpecProblems.advice(choice.name(), byName.keySet()))));
            } else if (!algorithm.tasks().contains(task)) {
                problems.add(new Detail(path, "[%s] does not fit the task [%s]. Maybe one of %s".formatted(
                        choice.name(), task.wire(), byName.values().stream()
                                .filter(other -> other.tasks().contains(task)).map(KnownAlgorithm::name).toList())));
            } else {
                choice.settings().forEach((name, text) -> algorithm.problem(name, text)
                        .ifPresent(problem -> problems.add(new Detail(path + "." + name, problem))));
            }
        }
        return problems;
    }

    private java.util.Optional<String> problem(String setting, String text) {
        List<String> names = settings.stream().map(Setting::name).toList();
        return settings.stream().filter(known -> known.name().equals(setting)).findFirst()
                .map(known -> known.admits(text)
                        ? java.util.Optional.<String>empty()
                        : java.util.Optional.of("[%s] must be a %snumber from %s to %s. Maybe [%s]".formatted(text,
                                known.whole() ? "whole " : "", Setting.text(known.least()),
                                Setting.text(known.most()), Setting.text(known.usual()))))
                .orElseGet(() -> java.util.Optional.of(names.isEmpty()
                        ? "[%s] is no setting of [%s], which has none. Maybe leave it out".formatted(setting, name)
                        : "[%s] is no setting of [%s]. It has %s.%s".formatted(setting, name, names,
                                SpecProblems.advice(setting, names))));
    }
}
