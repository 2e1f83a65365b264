package io.manymodels.promotion.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.storage.ObjectStore;
import io.manymodels.storage.StorageConfiguration;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** Packs of candidates as a storage may hold them: whole, cut, with other bytes, or not at all. */
class VerifiedSourceTest {

    /** Header, two bodies, and a second header behind them. */
    private static final String PACK = "HEADone-bodytwo-bodyHEAD2";
    private static final Map<String, byte[]> OBJECTS = new ConcurrentHashMap<>();
    private static final List<String> CALLS = new CopyOnWriteArrayList<>();
    private static HttpServer server;
    private static AnnotationConfigApplicationContext context;
    private static ObjectStore store;

    @TempDir
    private Path folder;

    private final Artefact one = artefact(1, "a", "HEAD", "one-body");
    private final Artefact two = artefact(2, "a", "HEAD", "two-body");
    private final Artefact other = artefact(3, "a", "HEAD2", "two-body");

    @BeforeAll
    static void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", VerifiedSourceTest::answer);
        server.start();
        context = new AnnotationConfigApplicationContext();
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("storage", Map.of(
                "manymodels.storage.endpoint", "http://127.0.0.1:" + server.getAddress().getPort(),
                "manymodels.storage.access-key", "promotion", "manymodels.storage.secret-key", "s3cret",
                "manymodels.storage.attempts", 1)));
        context.register(StorageConfiguration.class);
        context.refresh();
        store = context.getBean(ObjectStore.class);
    }

    @AfterAll
    static void stop() {
        context.close();
        server.stop(0);
    }

    @BeforeEach
    void forget() {
        OBJECTS.clear();
        CALLS.clear();
    }

    private static void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String range = exchange.getRequestHeaders().getFirst("Range");
        CALLS.add("%s %s%s".formatted(exchange.getRequestMethod(), path,
                range == null ? "" : " " + range.replace("bytes=", "")));
        byte[] object = OBJECTS.get(path.replaceFirst("^/candidates/", ""));
        exchange.getResponseHeaders().set("ETag", "\"x\"");
        exchange.getResponseHeaders().set("Last-Modified", "Thu, 26 Nov 2026 12:00:00 GMT");
        if (path.endsWith("/down")) {
            exchange.sendResponseHeaders(503, -1);
        } else if (object == null) {
            exchange.sendResponseHeaders(404, -1);
        } else if (range == null) {
            exchange.getResponseHeaders().set("Content-Length", String.valueOf(object.length));
            exchange.sendResponseHeaders(200, -1);
        } else {
            String[] bounds = range.replace("bytes=", "").split("-");
            int from = Integer.parseInt(bounds[0]);
            byte[] part = Arrays.copyOfRange(object, from, Math.min(object.length, Integer.parseInt(bounds[1]) + 1));
            exchange.getResponseHeaders().set("Content-Range",
                    "bytes %d-%d/%d".formatted(from, from + part.length - 1, object.length));
            exchange.sendResponseHeaders(206, part.length);
            exchange.getResponseBody().write(part);
        }
        exchange.close();
    }

    private static Artefact artefact(long version, String object, String header, String body) {
        return new Artefact(version, object, PACK.indexOf(header), header.length(), sha256(header), PACK.indexOf(body),
                body.length(), sha256(body));
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(
                    MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void stores(String object, String bytes) {
        OBJECTS.put(object, bytes.getBytes(StandardCharsets.UTF_8));
    }

    private record Copy(String pack, List<Placement> placements, Map<Long, String> corrupt) {}

    private Copy copy(Artefact... artefacts) throws IOException {
        VerifiedSource source = new VerifiedSource(store, "candidates");
        Path file = folder.resolve("pack");
        try (PackFile pack = new PackFile(file, "to")) {
            for (Window window : Window.cut(List.of(artefacts))) {
                source.read(window, pack);
            }
            pack.close();
            Map<Long, String> corrupt = new TreeMap<>();
            source.corrupt().forEach((version, refusal) -> corrupt.put(version, refusal.message()));
            source.corrupt().values().forEach(refusal -> assertThat(refusal.code()).isEqualTo("artefact-corrupt"));
            return new Copy(Files.readString(file), List.copyOf(pack.placements()), corrupt);
        }
    }

    @Test
    void whatIsWholeIsCopiedWithItsHeaderOnce() throws IOException {
        stores("a", PACK);

        Copy copy = copy(one, two);

        assertThat(copy.pack()).isEqualTo("HEADone-bodytwo-body");
        assertThat(copy.placements()).containsExactly(new Placement(1, "to", 0, 4), new Placement(2, "to", 0, 12));
        assertThat(copy.corrupt()).isEmpty();
        assertThat(CALLS).as("one request for the bodies, one for their header").containsExactly(
                "HEAD /candidates/a", "GET /candidates/a 4-19", "GET /candidates/a 0-3");
    }

    @Test
    void aBodyOfOtherBytesIsLeftOutAndItsNeighbourIsNot() throws IOException {
        stores("a", PACK.replace("one-body", "one-b0dy"));

        Copy copy = copy(one, two);

        assertThat(copy.pack()).isEqualTo("HEADtwo-body");
        assertThat(copy.corrupt()).isEqualTo(Map.of(1L,
                "Candidate [1] in object [a] at [4] cannot be copied: the SHA-256 of its body differs. Maybe retrain it"));
    }

    @Test
    void aHeaderOfOtherBytesTakesAllThatShareItAndIsReadOnce() throws IOException {
        stores("a", PACK.replaceFirst("HEAD", "HEAT"));

        Copy copy = copy(one, two, other);

        assertThat(copy.pack()).isEqualTo("HEAD2two-body");
        assertThat(copy.corrupt()).containsOnlyKeys(1L, 2L);
        assertThat(copy.corrupt().get(2L)).contains("the SHA-256 of its header differs");
        assertThat(CALLS).filteredOn("GET /candidates/a 0-3"::equals).hasSize(1);
    }

    /** Storage that is down is asked again; an object that was cut short never grows. */
    @ParameterizedTest
    @ValueSource(ints = {0, 3, 4, 11, 12, 19, 20, 24})
    void whatLiesBehindTheEndOfAnObjectIsCorrupt(int length) throws IOException {
        stores("a", PACK.substring(0, length));

        Copy copy = copy(one, two, other);

        assertThat(copy.placements()).hasSize((length >= 12 ? 1 : 0) + (length >= 20 ? 1 : 0));
        assertThat(copy.corrupt()).hasSize(3 - copy.placements().size()).containsKey(3L);
        if (length < 12) {
            assertThat(copy.corrupt().get(1L)).contains("its object has only [" + length + "] bytes");
        }
    }

    @Test
    void anObjectThatIsGoneTakesItsOwnAlone() throws IOException {
        stores("a", PACK);

        Copy copy = copy(one, artefact(9, "b", "HEAD", "two-body"));

        assertThat(copy.corrupt()).containsOnlyKeys(9L);
        assertThat(copy.corrupt().get(9L)).contains("in object [b]", "its object is missing");
        assertThat(copy.placements()).extracting(Placement::version).containsExactly(1L);
    }

    @Test
    void aStorageThatIsDownIsNoReasonToRefuseAnything() {
        assertThatThrownBy(() -> copy(artefact(1, "down", "HEAD", "one-body")))
                .isInstanceOfSatisfying(ManyModelsException.class,
                        problem -> assertThat(problem.kind()).isEqualTo(ManyModelsException.Kind.UNAVAILABLE));
    }
}
