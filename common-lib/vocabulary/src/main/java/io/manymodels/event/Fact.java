package io.manymodels.event;

import java.util.UUID;

/** Something that became true and that other services act on. Each type travels on a topic of its own. */
public sealed interface Fact
        permits SnapshotSealed, TrainingCompleted, ReleasePublished, PredictionsPublished, RunFinished {

    /** The family it is about: the subject, and the Kafka key. */
    String family();

    /** The run that made it true. */
    UUID run();

    /** The Kafka topic. */
    default String topic() {
        return switch (this) {
            case SnapshotSealed _ -> "snapshot-sealed";
            case TrainingCompleted _ -> "training-completed";
            case ReleasePublished _ -> "release-published";
            case PredictionsPublished _ -> "predictions-published";
            case RunFinished _ -> "run-finished";
        };
    }

    /** The CloudEvents type. */
    default String type() {
        return "io.manymodels." + topic() + ".v1";
    }
}
