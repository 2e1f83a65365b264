package io.manymodels.scoring.answer;

import io.manymodels.model.ModelHeader;
import io.manymodels.model.Predictions;
import io.manymodels.rows.PartitionRows;

/** What becomes of what a model said before it is published. */
@FunctionalInterface
public interface Adjustment {

    /** It is published as it is. */
    Adjustment NONE = (_, _, _, predictions) -> predictions;

    /**
     * @param sequence of the partition in its snapshot
     * @param rows that were predicted
     * @param header of the model, whose intervals the predictions have
     */
    Predictions adjusted(int sequence, PartitionRows rows, ModelHeader header, Predictions predictions);
}
