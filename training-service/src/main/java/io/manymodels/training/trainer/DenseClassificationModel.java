package io.manymodels.training.trainer;

import com.oracle.labs.mlrg.olcut.util.Pair;
import io.manymodels.kernel.Kernel;
import io.manymodels.kernel.Softmax;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tribuo.Example;
import org.tribuo.Excuse;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.Model;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import org.tribuo.provenance.ModelProvenance;

/** A kernel as a Tribuo model of labels with probabilities. */
final class DenseClassificationModel extends Model<Label> {

    private static final long serialVersionUID = 1L;

    private final transient Kernel kernel;

    DenseClassificationModel(String name, ModelProvenance provenance, ImmutableFeatureMap features,
            ImmutableOutputInfo<Label> outputs, Kernel kernel) {
        super(name, provenance, features, outputs, true);
        this.kernel = kernel;
    }

    @Override
    public Prediction<Label> predict(Example<Label> example) {
        double[] row = new double[featureIDMap.size()];
        DenseTrainer.fill(example, featureIDMap, row, 0);
        double[] scores = new double[kernel.outputs()];
        kernel.score(row, 1, row.length, scores);
        double[] probabilities = new double[outputIDInfo.size()];
        Softmax.probabilities(scores, 0, scores.length, probabilities.length, probabilities, 0);
        Map<String, Label> labels = new LinkedHashMap<>();
        Label best = null;
        for (int k = 0; k < probabilities.length; k++) {
            Label label = new Label(outputIDInfo.getOutput(k).getLabel(), probabilities[k]);
            labels.put(label.getLabel(), label);
            if (best == null || label.getScore() > best.getScore()) {
                best = label;
            }
        }
        return new Prediction<>(java.util.Objects.requireNonNull(best), labels, example.size(), example, true);
    }

    @Override
    public Map<String, List<Pair<String, Double>>> getTopFeatures(int count) {
        return Map.of();
    }

    @Override
    public Optional<Excuse<Label>> getExcuse(Example<Label> example) {
        return Optional.empty();
    }

    @Override
    protected Model<Label> copy(String newName, ModelProvenance newProvenance) {
        return new DenseClassificationModel(newName, newProvenance, featureIDMap, outputIDInfo, kernel);
    }
}
