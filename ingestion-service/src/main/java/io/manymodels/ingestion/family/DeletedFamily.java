package io.manymodels.ingestion.family;

import java.time.Instant;

/**
 * What is left of a family that was deleted.
 *
 * @param versions of its spec
 * @param snapshots in catalogue and lake
 * @param keptUntil when what was made of it goes, unless it is brought back before
 * @param stays the same in words
 */
record DeletedFamily(String family, long versions, long snapshots, Instant keptUntil, String stays) {

    static DeletedFamily of(String family, long versions, long snapshots, Instant keptUntil) {
        return new DeletedFamily(family, versions, snapshots, keptUntil,
                "Its schedule has ended, and no run of it starts. Until [%s] the same spec brings it back as it was: [%d] snapshots, and its releases with their models and predictions, stay where they are, in SQL, in the object storage and in realtime. Then its views, tables, objects and models go; the [%d] versions of its spec stay, and its runs as long as any"
                        .formatted(keptUntil, snapshots, versions));
    }
}
