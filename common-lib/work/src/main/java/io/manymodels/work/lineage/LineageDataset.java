package io.manymodels.work.lineage;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run reads or makes, named as OpenLineage names such things.
 *
 * @param namespace where it lies, for example {@code s3://lake}
 * @param type {@code FILE}, {@code TABLE}, {@code QUERY} or {@code MODEL}
 * @param version the snapshot; null where it is not known
 * @param fields its columns; empty where they are not known
 */
record LineageDataset(String namespace, String name, String type, @Nullable String version, List<Field> fields) {

    /** A column. */
    record Field(String name, String type, @Nullable String description) {}

    LineageDataset {
        fields = List.copyOf(fields);
    }

    LineageDataset(String namespace, String name, String type) {
        this(namespace, name, type, null, List.of());
    }
}
