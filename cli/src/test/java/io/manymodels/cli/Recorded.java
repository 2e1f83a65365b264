package io.manymodels.cli;

import java.util.List;

/** Runs and cycles as services describe them. */
public final class Recorded {

    public static final String CYCLE = "11111111-1111-4111-8111-111111111111";
    public static final String RUN = "22222222-2222-4222-8222-222222222222";

    private static final List<String> STEPS = List.of("ingestion", "training", "promotion", "scoring");

    private Recorded() {}

    /** A run over ten keys: seven succeeded, one fell back, two failed. */
    public static String run(String id, String kind, String state, String more) {
        return run(id, kind, state,
                "\"expected\":10,\"succeeded\":7,\"fellBack\":1,\"skipped\":0,\"failed\":2,\"remaining\":0",
                more);
    }

    /** A run over ten keys that all succeeded. */
    public static String cleanRun(String id, String kind, String state, String more) {
        return run(id, kind, state,
                "\"expected\":10,\"succeeded\":10,\"fellBack\":0,\"skipped\":0,\"failed\":0,\"remaining\":0", more);
    }

    /**
     * A run.
     *
     * @param progress the fields of its progress
     * @param more further fields, each after a comma
     */
    public static String run(String id, String kind, String state, String progress, String more) {
        String problem = more.contains("\"problem\"") ? "" : ",\"problem\":null";
        return """
                {"id":"%s","kind":"%s","family":"shop","familyVersion":1,"state":"%s","progress":{%s},
                 "submittedAt":"2026-11-25T10:00:00Z","startedAt":"2026-11-25T10:00:01Z",
                 "finishedAt":"2026-11-25T10:00:03.5Z"%s%s}""".formatted(id, kind, state, progress, problem, more);
    }

    /** Why a run failed, as a field after a comma. */
    public static String problem(String code, String message) {
        return ",\"problem\":{\"code\":\"%s\",\"message\":\"%s\"}".formatted(code, message);
    }

    /** @param steps each {@code kind=state} */
    public static String cycle(String state, String... steps) {
        StringBuilder list = new StringBuilder();
        for (String step : steps) {
            String kind = step.split("=")[0];
            list.append(list.isEmpty() ? "" : ",").append("""
                    {"kind":"%s","run":"%s","service":"%1$s-service","state":"%s"}"""
                    .formatted(kind, id(kind), step.split("=")[1]));
        }
        return "{\"id\":\"" + CYCLE + "\",\"family\":\"shop\",\"state\":\"" + state + "\",\"steps\":[" + list + "]}";
    }

    /** Id of a cycle's run. */
    public static String id(String kind) {
        return "33333333-3333-4333-8333-33333333333" + STEPS.indexOf(kind);
    }
}
