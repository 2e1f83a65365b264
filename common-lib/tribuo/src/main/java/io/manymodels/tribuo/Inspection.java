package io.manymodels.tribuo;

import static io.manymodels.tribuo.Stored.check;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.manymodels.problem.ManyModelsException;
import java.util.List;
import java.util.Set;
import org.tribuo.classification.Label;
import org.tribuo.classification.ensemble.FullyWeightedVotingCombiner;
import org.tribuo.classification.ensemble.VotingCombiner;
import org.tribuo.classification.mnb.MultinomialNaiveBayesModel;
import org.tribuo.classification.mnb.protos.MultinomialNaiveBayesProto;
import org.tribuo.classification.protos.LabelProto;
import org.tribuo.classification.sgd.fm.FMClassificationModel;
import org.tribuo.classification.sgd.protos.FMClassificationModelProto;
import org.tribuo.common.nearest.KNNModel;
import org.tribuo.common.nearest.protos.KNNModelProto;
import org.tribuo.common.sgd.FMParameters;
import org.tribuo.common.sgd.protos.FMParametersProto;
import org.tribuo.common.tree.LeafNode;
import org.tribuo.common.tree.SplitNode;
import org.tribuo.common.tree.TreeModel;
import org.tribuo.common.tree.protos.LeafNodeProto;
import org.tribuo.common.tree.protos.SplitNodeProto;
import org.tribuo.common.tree.protos.TreeModelProto;
import org.tribuo.common.tree.protos.TreeNodeProto;
import org.tribuo.ensemble.WeightedEnsembleModel;
import org.tribuo.math.distance.L2Distance;
import org.tribuo.math.neighbour.bruteforce.NeighboursBruteForceFactory;
import org.tribuo.math.protos.BruteForceFactoryProto;
import org.tribuo.math.protos.DistanceProto;
import org.tribuo.math.protos.NeighbourFactoryProto;
import org.tribuo.math.protos.ParametersProto;
import org.tribuo.math.util.ExpNormalizer;
import org.tribuo.protos.core.EnsembleCombinerProto;
import org.tribuo.protos.core.ModelDataProto;
import org.tribuo.protos.core.ModelProto;
import org.tribuo.protos.core.OutputProto;
import org.tribuo.protos.core.WeightedEnsembleModelProto;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.ensemble.AveragingCombiner;
import org.tribuo.regression.protos.RegressorProto;
import org.tribuo.regression.sgd.fm.FMRegressionModel;
import org.tribuo.regression.sgd.protos.FMRegressionModelProto;
import org.tribuo.regression.slm.SparseLinearModel;
import org.tribuo.regression.slm.protos.SparseLinearModelProto;

/**
 * Looks through a stored model before Tribuo reads it: only the models that this program trains, every class one of a closed
 * list, every length that of what is there, every tree a tree, no threads. What comes out has no provenance: Tribuo makes
 * objects of any class of provenance, and serving has no use for it. Throws {@link IllegalArgumentException}.
 *
 * @param width features of a row
 * @param labels number of labels, 0 for a number
 */
record Inspection(int width, int labels) {

    private static final Set<String> COMBINERS = Set.of(FullyWeightedVotingCombiner.class.getName(),
            VotingCombiner.class.getName(), AveragingCombiner.class.getName());
    /** Tribuo 4.3 calls splits leaves. */
    private static final Set<String> NODES = Set.of(LeafNode.class.getName(), SplitNode.class.getName());
    /** Of every class of Tribuo that may be named; later Tribuos raise it. */
    private static final int NEWEST = 0;

    /** The same without its provenance. Throws UNAVAILABLE {@code artefact-newer} for what a later Tribuo has written. */
    ModelProto inspected(ModelProto model) {
        return inspected(model, true);
    }

    private ModelProto inspected(ModelProto model, boolean alone) {
        newest(model.getVersion());
        String name = model.getClassName();
        Any data = model.getSerializedData();
        Message inspected = alone && name.equals(WeightedEnsembleModel.class.getName())
                ? forest(unpacked(data, WeightedEnsembleModelProto.class))
                : name.equals(TreeModel.class.getName())
                        ? tree(unpacked(data, TreeModelProto.class))
                        : labels == 0 ? number(name, data) : label(name, data);
        return model.toBuilder().setSerializedData(Any.pack(inspected)).build();
    }

    private Message number(String name, Any data) {
        if (name.equals(SparseLinearModel.class.getName())) {
            SparseLinearModelProto proto = unpacked(data, SparseLinearModelProto.class);
            check(proto.getDimensionsList().equals(List.of(Names.TARGET)), "it predicts something else");
            check(!proto.getBias(), "it has a feature more than rows have");
            Tensors tensors = new Tensors();
            proto.getWeightsList().forEach(weights -> tensors.shaped(weights, width));
            tensors.shaped(proto.getFeatureMeans(), width);
            tensors.shaped(proto.getFeatureNorms(), width);
            return proto.toBuilder().setMetadata(metadata(proto.getMetadata())).build();
        }
        check(name.equals(FMRegressionModel.class.getName()), "Tribuo's model [%s] is unknown here".formatted(name));
        FMRegressionModelProto proto = unpacked(data, FMRegressionModelProto.class);
        check(proto.getDimensionNamesList().equals(List.of(Names.TARGET)), "it predicts something else");
        factors(proto.getParams(), 1);
        return proto.toBuilder().setMetadata(metadata(proto.getMetadata())).build();
    }

    private Message label(String name, Any data) {
        if (name.equals(KNNModel.class.getName())) {
            return neighbours(unpacked(data, KNNModelProto.class));
        }
        if (name.equals(FMClassificationModel.class.getName())) {
            FMClassificationModelProto proto = unpacked(data, FMClassificationModelProto.class);
            newest(proto.getNormalizer().getVersion());
            known(proto.getNormalizer().getClassName(), Set.of(ExpNormalizer.class.getName()));
            factors(proto.getParams(), labels);
            return proto.toBuilder().setMetadata(metadata(proto.getMetadata())).build();
        }
        check(name.equals(MultinomialNaiveBayesModel.class.getName()),
                "Tribuo's model [%s] is unknown here".formatted(name));
        MultinomialNaiveBayesProto proto = unpacked(data, MultinomialNaiveBayesProto.class);
        new Tensors().shaped(proto.getLabelWordProbs(), labels, width);
        return proto.toBuilder().setMetadata(metadata(proto.getMetadata())).build();
    }

    private Message forest(WeightedEnsembleModelProto proto) {
        WeightedEnsembleModelProto.Builder forest = proto.toBuilder();
        combiner(proto.getCombiner());
        for (int i = 0; i < proto.getModelsCount(); i++) {
            forest.setModels(i, inspected(proto.getModels(i), false));
        }
        return forest.setMetadata(metadata(proto.getMetadata()).toBuilder().setProvenance(NoProvenance.OF_A_FOREST))
                .build();
    }

    private Message neighbours(KNNModelProto proto) {
        combiner(proto.getCombiner());
        distance(proto.getDistance());
        check(proto.getNumThreads() <= 1, "it asks for threads");
        NeighbourFactoryProto search = proto.getNeighboursQueryFactory();
        newest(search.getVersion());
        known(search.getClassName(), Set.of(NeighboursBruteForceFactory.class.getName()));
        BruteForceFactoryProto force = unpacked(search.getSerializedData(), BruteForceFactoryProto.class);
        distance(force.getDistance());
        check(force.getNumThreads() <= 1, "it asks for threads");
        Tensors tensors = new Tensors();
        proto.getVectorsList().forEach(vector -> tensors.shaped(vector, width));
        proto.getOutputsList().forEach(this::output);
        return proto.toBuilder().setMetadata(metadata(proto.getMetadata())).build();
    }

    /** Each node where it says to be, below the parent that it names, and none twice: a walk ends. */
    private Message tree(TreeModelProto proto) {
        int[] parents = new int[proto.getNodesCount()];
        java.util.Arrays.fill(parents, -1);
        for (int i = 0; i < parents.length; i++) {
            TreeNodeProto node = proto.getNodes(i);
            newest(node.getVersion());
            known(node.getClassName(), NODES);
            int place;
            int parent;
            if (node.getSerializedData().is(SplitNodeProto.class)) {
                SplitNodeProto split = unpacked(node.getSerializedData(), SplitNodeProto.class);
                place = split.getCurIdx();
                parent = split.getParentIdx();
                check(split.getSplitFeatureIdx() >= 0 && split.getSplitFeatureIdx() < width,
                        "a node asks for an unknown feature");
                adopt(parents, split.getGreaterThanIdx(), i);
                adopt(parents, split.getLessThanOrEqualIdx(), i);
            } else {
                LeafNodeProto leaf = unpacked(node.getSerializedData(), LeafNodeProto.class);
                place = leaf.getCurIdx();
                parent = leaf.getParentIdx();
                output(leaf.getOutput());
                leaf.getScoreMap().values().forEach(this::output);
            }
            check(place == i && parent == parents[i] && (i == 0) == (parent == -1), "a node is not where it says");
        }
        return proto.toBuilder().setMetadata(metadata(proto.getMetadata())).build();
    }

    private static void adopt(int[] parents, int child, int parent) {
        check(child > parent && child < parents.length && parents[child] == -1, "a node has no child of its own");
        parents[child] = parent;
    }

    private void factors(ParametersProto parameters, int outputs) {
        newest(parameters.getVersion());
        known(parameters.getClassName(), Set.of(FMParameters.class.getName()));
        FMParametersProto proto = unpacked(parameters.getSerializedData(), FMParametersProto.class);
        check(proto.getWeightsCount() == outputs + 2, "its weights do not fit");
        Tensors tensors = new Tensors();
        tensors.shaped(proto.getWeights(0), outputs);
        tensors.shaped(proto.getWeights(1), outputs, width);
        for (int i = 2; i < proto.getWeightsCount(); i++) {
            tensors.shaped(proto.getWeights(i), proto.getNumFactors(), width);
        }
    }

    private ModelDataProto metadata(ModelDataProto proto) {
        new Domains(width, labels).inspect(proto.getFeatureDomain(), proto.getOutputDomain());
        return proto.toBuilder().setProvenance(NoProvenance.OF_A_MODEL).build();
    }

    private void output(OutputProto proto) {
        newest(proto.getVersion());
        if (labels == 0) {
            known(proto.getClassName(), Set.of(Regressor.class.getName()));
            RegressorProto number = unpacked(proto.getSerializedData(), RegressorProto.class);
            check(number.getNameList().equals(List.of(Names.TARGET)), "it predicts something else");
        } else {
            known(proto.getClassName(), Set.of(Label.class.getName()));
            LabelProto label = unpacked(proto.getSerializedData(), LabelProto.class);
            check(Names.isLabel(label.getLabel(), labels), "it predicts a label that there is not");
        }
    }

    private static void combiner(EnsembleCombinerProto proto) {
        newest(proto.getVersion());
        known(proto.getClassName(), COMBINERS);
    }

    private static void distance(DistanceProto proto) {
        newest(proto.getVersion());
        known(proto.getClassName(), Set.of(L2Distance.class.getName()));
    }

    static void known(String className, Set<String> classes) {
        check(classes.contains(className), "it names the class [%s]".formatted(className));
    }

    static void newest(int version) {
        if (version > NEWEST) {
            throw new ManyModelsException(ManyModelsException.Kind.UNAVAILABLE, "artefact-newer",
                    "Its Tribuo model has a part of version [%d], Tribuo [%s] here reads [%d]. Maybe update this program"
                            .formatted(version, tribuo(), NEWEST));
        }
    }

    private static String tribuo() {
        return org.tribuo.Tribuo.VERSION;
    }

    static <T extends Message> T unpacked(Any any, Class<T> type) {
        try {
            return any.unpack(type);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("a part of its model is no %s".formatted(type.getSimpleName()), e);
        }
    }
}
