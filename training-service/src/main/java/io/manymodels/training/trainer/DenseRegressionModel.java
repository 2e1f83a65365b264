package io.manymodels.training.trainer;

import com.oracle.labs.mlrg.olcut.util.Pair;
import io.manymodels.kernel.Kernel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tribuo.Example;
import org.tribuo.Excuse;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.Model;
import org.tribuo.Prediction;
import org.tribuo.provenance.ModelProvenance;
import org.tribuo.regression.Regressor;

/** A kernel as a Tribuo model of one number. */
final class DenseRegressionModel extends Model<Regressor> {

    private static final long serialVersionUID = 1L;

    private final transient Kernel kernel;

    DenseRegressionModel(String name, ModelProvenance provenance, ImmutableFeatureMap features,
            ImmutableOutputInfo<Regressor> outputs, Kernel kernel) {
        super(name, provenance, features, outputs, false);
        this.kernel = kernel;
    }

    @Override
    public Prediction<Regressor> predict(Example<Regressor> example) {
        double[] row = new double[featureIDMap.size()];
        DenseTrainer.fill(example, featureIDMap, row, 0);
        double[] score = new double[1];
        kernel.score(row, 1, row.length, score);
        String dimension = outputIDInfo.getOutput(0).getNames()[0];
        return new Prediction<>(new Regressor(dimension, score[0]), example.size(), example);
    }

    @Override
    public Map<String, List<Pair<String, Double>>> getTopFeatures(int count) {
        return Map.of();
    }

    @Override
    public Optional<Excuse<Regressor>> getExcuse(Example<Regressor> example) {
        return Optional.empty();
    }

    @Override
    protected Model<Regressor> copy(String newName, ModelProvenance newProvenance) {
        return new DenseRegressionModel(newName, newProvenance, featureIDMap, outputIDInfo, kernel);
    }
}
