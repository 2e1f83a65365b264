package io.manymodels.ingestion.family;

/**
 * What is left of a family that was deleted.
 *
 * @param versions of its spec
 * @param snapshots in catalogue and lake
 * @param stays the same in words
 */
record DeletedFamily(String family, long versions, long snapshots, String stays) {

    static DeletedFamily of(String family, long versions, long snapshots) {
        return new DeletedFamily(family, versions, snapshots,
                "Its schedule has ended, and no run of it starts. [%d] versions of its spec, [%d] snapshots, and its releases with their models and predictions stay where they are, in SQL, in the object storage and in realtime; what no kept release needs of them goes by retention, as of any family. The same spec brings it back"
                        .formatted(versions, snapshots));
    }
}
