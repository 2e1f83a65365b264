package io.manymodels.tribuo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.sun.management.ThreadMXBean;
import io.manymodels.kernel.Kernel;
import io.manymodels.kernel.KernelCodecs;
import io.manymodels.kernel.PlugIns;
import io.manymodels.problem.ManyModelsException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tribuo.classification.mnb.protos.MultinomialNaiveBayesProto;
import org.tribuo.common.nearest.protos.KNNModelProto;
import org.tribuo.common.tree.protos.LeafNodeProto;
import org.tribuo.common.tree.protos.SplitNodeProto;
import org.tribuo.common.tree.protos.TreeModelProto;
import org.tribuo.math.protos.SparseTensorProto;
import org.tribuo.protos.core.ModelProto;
import org.tribuo.protos.core.WeightedEnsembleModelProto;

/** Bytes of anyone: nothing in them loads a class, starts a thread, allocates beyond a multiple of them, or hangs. */
class InspectionTest {

    private static final KernelCodecs CODECS = PlugIns.NONE.codecs();
    private static final int CHANGES = 150;
    private static final Duration LONGEST = Duration.ofSeconds(5);
    /** Objects of Tribuo for a byte of protobuf that is expanded from few. */
    private static final long BYTES_PER_BYTE = 400;
    private static final long BYTES_BESIDES = 2 << 20;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Says whether anyone has loaded it. */
    static final class Bait {
        static {
            System.setProperty("io.manymodels.tribuo.bait", "taken");
        }

        private Bait() {}
    }

    static List<Trained> models() {
        return Trained.all();
    }

    @ParameterizedTest
    @MethodSource("models")
    void loadsNoClassThatIsNamed(Trained trained) {
        Stored.Content content = content(trained);
        byte[] baited = content.model().toBuilder().setClassName(Bait.class.getName()).build().toByteArray();

        assertThatThrownBy(() -> read(content, baited)).hasMessageContaining(Bait.class.getName());
        assertThat(System.getProperty("io.manymodels.tribuo.bait")).isNull();
    }

    @ParameterizedTest
    @MethodSource("models")
    void knowsEveryClassInside(Trained trained) {
        Stored.Content content = content(trained);
        String outputs = trained.target().labels() == 0
                ? "org.tribuo.regression.ImmutableRegressionInfo"
                : "org.tribuo.classification.ImmutableLabelInfo";
        for (String named : List.of("org.tribuo.ImmutableFeatureMap", outputs)) {
            byte[] bytes = replaced(content.model().toByteArray(), named, "java.lang.Runtime");

            assertThatThrownBy(() -> read(content, bytes)).hasMessageContaining("names the class [java.lang.Runtime");
        }
    }

    /** Provenance may name any class: nobody looks at it. */
    @Test
    void loadsNoClassOfProvenance() throws InvalidProtocolBufferException {
        Trained trained = Trained.all().getFirst();
        Stored.Content content = content(trained);
        WeightedEnsembleModelProto forest = content.model().getSerializedData()
                .unpack(WeightedEnsembleModelProto.class);
        byte[] provenance = replaced(forest.getMetadata().getProvenance().toByteArray(),
                "org.tribuo.provenance.EnsembleModelProvenance", "there.is.no.such.Provenance");
        WeightedEnsembleModelProto changed = forest.toBuilder().setMetadata(forest.getMetadata().toBuilder()
                .setProvenance(forest.getMetadata().getProvenance().getParserForType().parseFrom(provenance))).build();

        Kernel read = read(content, packed(content, changed).toByteArray());

        assertThat(read.outputs()).isEqualTo(1);
    }

    @Test
    void startsNoThreads() throws InvalidProtocolBufferException {
        Stored.Content content = content(named("neighbours"));
        KNNModelProto many = content.model().getSerializedData().unpack(KNNModelProto.class).toBuilder()
                .setNumThreads(1000).build();

        assertThatThrownBy(() -> read(content, packed(content, many).toByteArray())).hasMessageContaining("threads");
    }

    /** Two leaves that build one another: Tribuo's reader would go round for ever. */
    @Test
    void walksNoRings() throws InvalidProtocolBufferException {
        Stored.Content content = content(Trained.all().getFirst());
        WeightedEnsembleModelProto forest = content.model().getSerializedData()
                .unpack(WeightedEnsembleModelProto.class);
        TreeModelProto tree = forest.getModels(0).getSerializedData().unpack(TreeModelProto.class);
        SplitNodeProto ring = SplitNodeProto.newBuilder().setParentIdx(0).setCurIdx(1).setGreaterThanIdx(1)
                .setLessThanOrEqualIdx(2).build();
        LeafNodeProto leaf = tree.getNodesList().stream().map(node -> node.getSerializedData())
                .filter(data -> data.is(LeafNodeProto.class)).findFirst().orElseThrow().unpack(LeafNodeProto.class)
                .toBuilder().setParentIdx(0).setCurIdx(2).build();
        TreeModelProto changed = tree.toBuilder().clearNodes()
                .addNodes(tree.getNodes(0).toBuilder().setSerializedData(Any.pack(ring)))
                .addNodes(tree.getNodes(0).toBuilder()
                        .setSerializedData(Any.pack(leaf.toBuilder().setCurIdx(1).build())))
                .addNodes(tree.getNodes(0).toBuilder().setSerializedData(Any.pack(leaf))).build();
        ModelProto round = packed(content, forest.toBuilder()
                .setModels(0, forest.getModels(0).toBuilder().setSerializedData(Any.pack(changed))).build());

        assertThatThrownBy(() -> read(content, round.toByteArray())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void allocatesNothingByAShape() throws InvalidProtocolBufferException {
        Stored.Content content = content(named("bayes"));
        MultinomialNaiveBayesProto bayes = content.model().getSerializedData()
                .unpack(MultinomialNaiveBayesProto.class);
        SparseTensorProto tensor = bayes.getLabelWordProbs().getSerializedData().unpack(SparseTensorProto.class);
        SparseTensorProto huge = tensor.toBuilder().setDimensions(0, Integer.MAX_VALUE).build();
        ModelProto changed = packed(content, bayes.toBuilder()
                .setLabelWordProbs(bayes.getLabelWordProbs().toBuilder().setSerializedData(Any.pack(huge))).build());

        assertThatThrownBy(() -> read(content, changed.toByteArray())).hasMessageContaining("shape");
    }

    @Test
    void aModelOfALaterTribuoIsToldFromABrokenOne() {
        Stored.Content content = content(Trained.all().getFirst());
        byte[] later = content.model().toBuilder().setVersion(3).build().toByteArray();

        assertThatThrownBy(() -> read(content, later)).isInstanceOf(ManyModelsException.class)
                .extracting(e -> ((ManyModelsException) e).code()).isEqualTo("artefact-newer");
        assertThatThrownBy(() -> read(content, later)).hasMessageContaining("version [3]")
                .hasMessageContaining("Tribuo [4.3.2]").hasMessageContaining("Maybe update");
    }

    @ParameterizedTest
    @MethodSource("models")
    void everyPartOfALaterTribuoIsToldFromABrokenOne(Trained trained) {
        Stored.Content content = content(trained);

        assertThat(Parts.changed(content.model(), field -> field.getName().equals("version"), 9))
                .hasSizeGreaterThan(5).allSatisfy(
                        later -> assertThatThrownBy(() -> read(content, later.message().toByteArray())).as("%s", later)
                                .isInstanceOfSatisfying(ManyModelsException.class,
                                        e -> assertThat(e.code()).isEqualTo("artefact-newer"))
                                .hasMessageContaining("version [9]"));
    }

    @ParameterizedTest
    @MethodSource("models")
    void everyPartOfAnUnknownClassIsRefused(Trained trained) {
        Stored.Content content = content(trained);

        assertThat(Parts.changed(content.model(), field -> field.getName().equals("class_name"), Bait.class.getName()))
                .hasSizeGreaterThan(5).allSatisfy(
                        baited -> assertThatThrownBy(() -> read(content, baited.message().toByteArray()))
                                .as("%s", baited).isInstanceOf(IllegalArgumentException.class)
                                .hasMessageContaining(Bait.class.getName()));
        assertThat(System.getProperty("io.manymodels.tribuo.bait")).isNull();
    }

    /** Places, numbers of threads, shapes, counts. */
    @ParameterizedTest
    @MethodSource("models")
    void everyNumberThatIsAbsurdDoesNoHarm(Trained trained) {
        Stored.Content content = content(trained);
        int length = content.model().getSerializedSize();
        for (int absurd : new int[] {-1, Integer.MAX_VALUE}) {
            for (Parts.Changed changed : Parts.changed(content.model(),
                    field -> field.getJavaType() == FieldDescriptor.JavaType.INT, absurd)) {
                long start = System.nanoTime();
                isRead(stored(trained.kernel().bytes(), changed.message().toByteArray()), length);
                assertThat(Duration.ofNanos(System.nanoTime() - start)).as("%s", changed).isLessThan(LONGEST);
            }
        }
    }

    /** Names of features, labels and dimensions are those of their places, each once. */
    @ParameterizedTest
    @MethodSource("models")
    void everyNameThatIsAnotherIsRefused(Trained trained) {
        Stored.Content content = content(trained);
        List<Parts.Changed> renamed = new java.util.ArrayList<>();
        for (String field : List.of("name", "label", "dimensions", "dimension_names")) {
            renamed.addAll(Parts.changed(content.model(), named -> named.getName().equals(field)
                    && named.getJavaType() == FieldDescriptor.JavaType.STRING
                    && !named.getContainingType().getName().equals("ModelDataProto"), "another"));
        }

        assertThat(renamed).hasSizeGreaterThan(2)
                .allSatisfy(one -> assertThatThrownBy(() -> read(content, one.message().toByteArray())).as("%s", one)
                        .isInstanceOf(IllegalArgumentException.class));
    }

    @Test
    void expandsNoBomb() {
        Stored.Content content = content(Trained.all().getFirst());
        byte[] like = Stored.of(content.columns(), content.target(), content.model()).bytes();
        byte[] bomb = stored(like, content.model().toBuilder()
                .setClassNameBytes(ByteString.copyFrom(new byte[8 << 20])).build().toByteArray());

        assertThatThrownBy(() -> CODECS.read(TribuoKernel.NAME, 1, Trained.WIDTH, bomb))
                .hasMessageContaining("says to have");
    }

    @ParameterizedTest
    @MethodSource("models")
    void bytesThatAreCutAreRefused(Trained trained) {
        byte[] bytes = trained.kernel().bytes();
        for (int length = 0; length < bytes.length; length += 1 + length / 50) {
            assertThat(isRead(Arrays.copyOf(bytes, length), bytes.length)).as("cut at %d", length).isFalse();
        }
        assertThat(isRead(Arrays.copyOf(bytes, bytes.length + 1), bytes.length)).isFalse();
    }

    /** Changes what is deflated, for a change of the deflated bytes breaks their checksum. */
    @ParameterizedTest
    @MethodSource("models")
    void bytesThatAreChangedDoNoHarm(Trained trained) {
        byte[] bytes = trained.kernel().bytes();
        Stored.Content content = Stored.read(Trained.WIDTH, bytes);
        byte[] proto = content.model().toByteArray();
        SplittableRandom random = new SplittableRandom(trained.toString().hashCode());
        for (int i = 0; i < CHANGES; i++) {
            byte[] changed = proto.clone();
            for (int place = 1 + random.nextInt(3); place > 0; place--) {
                int at = random.nextInt(changed.length);
                changed[at] = (byte) (random.nextBoolean() ? changed[at] ^ 1 << random.nextInt(8) : random.nextInt());
            }
            byte[] front = bytes.clone();
            front[random.nextInt(80)] = (byte) random.nextInt();
            for (byte[] one : List.of(front, stored(bytes, changed))) {
                long start = System.nanoTime();
                isRead(one, proto.length);
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONGEST);
            }
        }
    }

    /** Whether it is read; then it answers. Anything but a refusal of ours, or a large allocation, fails the test. */
    private boolean isRead(byte[] bytes, int expanded) {
        long before = threads.getCurrentThreadAllocatedBytes();
        boolean read;
        try {
            Kernel.Foreign kernel = CODECS.read(TribuoKernel.NAME, 1, Trained.WIDTH, bytes);
            kernel.score(Trained.asked(), 6, Trained.WIDTH, new double[6 * kernel.outputs()]);
            read = true;
        } catch (IllegalArgumentException | ManyModelsException e) {
            read = false;
        }
        assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                .isLessThan(BYTES_PER_BYTE * expanded + BYTES_BESIDES);
        return read;
    }

    private static Trained named(String name) {
        return Trained.all().stream().filter(trained -> trained.name().equals(name)).findFirst().orElseThrow();
    }

    private static Stored.Content content(Trained trained) {
        return Stored.read(Trained.WIDTH, trained.kernel().bytes());
    }

    private static ModelProto packed(Stored.Content content, Message data) {
        return content.model().toBuilder().setSerializedData(Any.pack(data)).build();
    }

    private static Kernel read(Stored.Content content, byte[] proto) {
        byte[] like = Stored.of(content.columns(), content.target(), content.model()).bytes();
        return CODECS.read(TribuoKernel.NAME, 1, Trained.WIDTH, stored(like, proto));
    }

    /** The bytes before the protobuf as they are, and another protobuf. */
    private static byte[] stored(byte[] like, byte[] proto) {
        java.util.zip.Deflater deflater = new java.util.zip.Deflater();
        deflater.setInput(proto);
        deflater.finish();
        byte[] deflated = new byte[proto.length + 64];
        int length = deflater.deflate(deflated);
        deflater.end();
        int front = 2 * Integer.BYTES + 3 * Double.BYTES + 3 * Double.BYTES * Trained.WIDTH;
        return ByteBuffer.allocate(front + Integer.BYTES + length).put(like, 0, front).putInt(proto.length)
                .put(deflated, 0, length).array();
    }

    /** A name in a protobuf is replaced by one of the same length. */
    private static byte[] replaced(byte[] bytes, String name, String other) {
        String text = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
        assertThat(text).contains(name);
        String padded = other.length() >= name.length()
                ? other.substring(0, name.length())
                : other + "$".repeat(name.length() - other.length());
        return text.replace(name, padded).getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    }
}
