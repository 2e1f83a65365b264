package io.manymodels.realtime.protocol;

import io.manymodels.family.Task;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.realtime.release.ServedFamily;
import io.manymodels.rows.Column;
import io.manymodels.rows.ColumnRole;
import java.util.ArrayList;
import java.util.List;

/** The one model by which a family shows itself: inputs are its key columns, its time and its features, a tensor each. */
final class RouterModel {

    static final String PLATFORM = "many-models";

    /** What a client is told of a tensor. */
    record TensorMetadata(String name, String datatype, List<Integer> shape) {}

    /** What a client is told of a model. */
    record Metadata(String name, List<String> versions, String platform, List<TensorMetadata> inputs,
            List<TensorMetadata> outputs) {}

    private RouterModel() {}

    static Metadata metadata(ServedFamily family) {
        return new Metadata(family.spec().family(), List.of(version(family)), PLATFORM, inputs(family),
                outputs(family));
    }

    /** The number of the release: the version that clients see. */
    static String version(ServedFamily family) {
        return Integer.toString(family.release().number());
    }

    private static List<TensorMetadata> inputs(ServedFamily family) {
        List<TensorMetadata> inputs = new ArrayList<>();
        family.spec().key().forEach(name -> inputs.add(tensor(name, "BYTES")));
        boolean forecast = family.spec().task() == Task.FORECAST;
        for (Column column : family.schema().columns()) {
            boolean feature = switch (column.role()) {
                case TIME, KNOWN, STATIC -> true;
                case OBSERVED -> !forecast;
                case KEY, TARGET, ID, IGNORED -> false;
            };
            if (feature && !column.leak()) {
                inputs.add(tensor(column.name(), switch (column.type()) {
                    case TEXT, DATE, TIMESTAMP -> "BYTES";
                    case BOOLEAN -> "BOOL";
                    case INTEGER -> column.role() == ColumnRole.TIME ? "INT64" : "FP64";
                    case DOUBLE -> "FP64";
                }));
            }
        }
        return inputs;
    }

    private static List<TensorMetadata> outputs(ServedFamily family) {
        List<TensorMetadata> outputs = new ArrayList<>();
        if (family.spec().task() == Task.CLASSIFICATION) {
            outputs.add(tensor("prediction", "BYTES"));
            outputs.add(new TensorMetadata("probabilities", "FP64", List.of(-1, -1)));
            outputs.add(tensor("labels", "BYTES"));
        } else {
            outputs.add(tensor("prediction", "FP64"));
            for (int coverage : family.spec().scoring().intervals()) {
                outputs.add(tensor("lower_" + coverage, "FP64"));
                outputs.add(tensor("upper_" + coverage, "FP64"));
            }
        }
        outputs.add(tensor("model_version", "INT64"));
        outputs.add(tensor("rung", "BYTES"));
        outputs.add(tensor("known_carried", "BOOL"));
        outputs.add(tensor(InferenceResponse.CAVEATS, "BYTES"));
        outputs.add(tensor(InferenceResponse.ERROR, "BYTES"));
        return outputs;
    }

    private static TensorMetadata tensor(String name, String datatype) {
        return new TensorMetadata(name, datatype, List.of(-1));
    }

    /**
     * The column that an input names: as it is, or else whatever its case, because some clients write names in capitals.
     * Throws MALFORMED {@code input-unknown}.
     */
    static String column(ServedFamily family, String name) {
        if (family.schema().indexOf(name) >= 0) {
            return name;
        }
        return family.schema().columns().stream().map(Column::name).filter(name::equalsIgnoreCase).findFirst()
                .orElseThrow(() -> ManyModelsException.malformed("input-unknown",
                        "Input [%s] is no column of family [%s]. Maybe one of %s".formatted(name,
                                family.spec().family(),
                                inputs(family).stream().map(TensorMetadata::name).toList())));
    }
}
