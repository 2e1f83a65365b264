package io.manymodels.stack;

import io.manymodels.stack.process.StackProblem;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the stack is started with.
 *
 * @param home folder with the extracted applications, one folder each
 * @param data folder that keeps everything
 * @param landing folder in which users put files
 * @param workers tasks that training and scoring work on at a time; 0: one a core
 * @param services what to start; fewer than all ({@code MANYMODELS_SERVICES}), or {@code none}, when a developer runs
 *        them elsewhere
 * @param startCaches whether caches for faster starts are made ({@code MANYMODELS_START_CACHES})
 * @param external whether database, broker and storage are somebody else's ({@code STACK=external})
 */
record StackOptions(Path home, Path data, Path landing, int workers, List<ServiceKind> services,
        boolean startCaches, boolean external) {

    static StackOptions parse(String[] arguments, Map<String, String> environment) throws StackProblem {
        var given = new HashMap<String, String>();
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            given.put(arguments[i], arguments[i + 1]);
        }
        Path data = folder(given, "--data");
        String stack = environment.getOrDefault("STACK", "embedded");
        if (!stack.equals("embedded") && !stack.equals("external")) {
            throw new StackProblem("Unknown STACK (" + stack + "). Maybe embedded or external.");
        }
        return new StackOptions(folder(given, "--home"), data,
                given.containsKey("--landing") ? folder(given, "--landing") : data.resolve("landing"),
                Integer.parseInt(given.getOrDefault("--workers", "0")),
                services(environment.getOrDefault("MANYMODELS_SERVICES", "")),
                !environment.getOrDefault("MANYMODELS_START_CACHES", "yes").equals("no"), stack.equals("external"));
    }

    private static List<ServiceKind> services(String names) throws StackProblem {
        List<ServiceKind> all = List.of(ServiceKind.values());
        if (names.isBlank()) {
            return all;
        }
        if (names.equals("none")) {
            return List.of();
        }
        List<String> wanted = List.of(names.split(","));
        List<ServiceKind> found = all.stream().filter(service -> wanted.contains(service.id())).toList();
        if (found.size() != wanted.size()) {
            throw new StackProblem("Unknown service in MANYMODELS_SERVICES (" + names + "). Maybe none, or of "
                    + all.stream().map(ServiceKind::id).toList() + ".");
        }
        return found;
    }

    /** The application of a service, with the cache for its faster start. */
    StartCache startCache(ServiceKind service) {
        return new StartCache(home.resolve(service.module()), startCaches);
    }

    private static Path folder(Map<String, String> given, String option) throws StackProblem {
        String value = given.get(option);
        if (value == null) {
            throw new StackProblem("The stack needs the option (" + option + "). Maybe start it with ./manymodels up.");
        }
        return Path.of(value).toAbsolutePath().normalize();
    }
}
