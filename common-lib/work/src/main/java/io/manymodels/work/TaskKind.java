package io.manymodels.work;

import java.util.Locale;

/** Which part of a run a task is: cutting it, working on a range of it, closing it. */
enum TaskKind {
    PLAN, PART, FINISH;

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static TaskKind ofWireName(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}
