package io.manymodels.web.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.problem.ManyModelsException;
import io.manymodels.problem.ManyModelsException.Kind;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.DelegatingServletInputStream;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class BoundedRequestTest {

    private static final int LARGEST = 1 << 16;
    private static final byte[] TEXT = "{\"rows\":[{\"store\":2}]}".getBytes(StandardCharsets.UTF_8);

    private static MockHttpServletRequest sent(byte[] body, String encoding) {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/api/v1/predictions");
        request.setContent(body);
        request.addHeader("Content-Length", body.length);
        request.addHeader("X-Other", "stays");
        if (!encoding.equals("none")) {
            request.addHeader("Content-Encoding", encoding);
        }
        return request;
    }

    private static MockHttpServletRequest endless(InputStream body, String encoding) {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/api/v1/predictions") {
            @Override
            public ServletInputStream getInputStream() {
                return new DelegatingServletInputStream(body);
            }
        };
        if (!encoding.equals("none")) {
            request.addHeader("Content-Encoding", encoding);
        }
        return request;
    }

    private static BodyBudget budget() {
        return new BodyBudget(1 << 20, Duration.ofMillis(1));
    }

    private static BoundedRequest bounded(HttpServletRequest request) {
        return new BoundedRequest(request, LARGEST, budget().open());
    }

    private static byte[] read(HttpServletRequest request) throws IOException {
        return bounded(request).getInputStream().readAllBytes();
    }

    private interface Packing {
        OutputStream around(OutputStream out) throws IOException;
    }

    private static byte[] packed(String encoding, byte[] bytes) {
        Packing packing = encoding.strip().equalsIgnoreCase("deflate")
                ? DeflaterOutputStream::new
                : GZIPOutputStream::new;
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = packing.around(packed)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    private static void assertProblem(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, Kind kind,
            String code) {
        assertThatThrownBy(call).isInstanceOfSatisfying(ManyModelsException.class, problem -> {
            assertThat(problem.kind()).isEqualTo(kind);
            assertThat(problem.code()).isEqualTo(code);
            assertThat(problem.getMessage()).contains("Maybe");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "", " ", "identity", " Identity "})
    void aBodyThatIsNotEncodedIsAsItWasSent(String encoding) throws IOException {
        BoundedRequest request = bounded(sent(TEXT, encoding));

        assertThat(request.getInputStream().readAllBytes()).isEqualTo(TEXT);
        assertThat(request.getContentLength()).isEqualTo(TEXT.length);
        assertThat(request.getContentLengthLong()).isEqualTo(TEXT.length);
        assertThat(request.getHeader("content-length")).isEqualTo(String.valueOf(TEXT.length));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "x-gzip", "GZIP", " gzip ", "deflate"})
    void anEncodedBodyIsDecodedAndNobodyBehindHearsOfIt(String encoding) throws IOException {
        BoundedRequest request = bounded(sent(packed(encoding, TEXT), encoding));

        assertThat(request.getInputStream().readAllBytes()).isEqualTo(TEXT);
        assertThat(request.getHeader("Content-Encoding")).isNull();
        assertThat(request.getHeaders("content-encoding").hasMoreElements()).isFalse();
        assertThat(Collections.list(request.getHeaderNames())).containsExactly("X-Other");
        assertThat(Collections.list(request.getHeaders("X-Other"))).containsExactly("stays");
        assertThat(request.getContentLength()).as("of what is sent, not of what is read").isEqualTo(-1);
        assertThat(request.getContentLengthLong()).isEqualTo(-1);
    }

    @Property(tries = 200)
    void whateverIsPackedComesOutOfIt(@ForAll @Size(max = 2000) byte[] bytes) throws IOException {
        assertThat(read(sent(packed("gzip", bytes), "gzip"))).isEqualTo(bytes);
        assertThat(read(sent(packed("deflate", bytes), "deflate"))).isEqualTo(bytes);
    }

    /** Half a body is none: nobody is to predict for the rows that happened to arrive. */
    @Property(tries = 200)
    void aBodyThatWasCutIsRefused(@ForAll @IntRange(min = 1, max = 10_000) int lost,
            @ForAll @Size(min = 200, max = 2000) byte[] bytes) {
        for (String encoding : new String[] {"gzip", "deflate"}) {
            byte[] whole = packed(encoding, bytes);
            byte[] cut = Arrays.copyOf(whole, Math.max(0, whole.length - 1 - lost % whole.length));

            assertProblem(() -> read(sent(cut, encoding)), Kind.MALFORMED, "body-undecodable");
        }
    }

    @Property(tries = 300)
    void bytesThatAreNoEncodingAreRefusedInWords(@ForAll @Size(max = 300) byte[] bytes,
            @ForAll @IntRange(max = 60) int place) throws IOException {
        byte[] broken = packed("gzip", TEXT);
        broken[place % broken.length] ^= (byte) 0x55;
        for (byte[] hostile : new byte[][] {bytes, broken}) {
            for (String encoding : new String[] {"gzip", "deflate"}) {
                try {
                    assertThat(read(sent(hostile, encoding))).hasSizeLessThanOrEqualTo(LARGEST);
                } catch (ManyModelsException e) {
                    assertThat(e.code()).isEqualTo("body-undecodable");
                    assertThat(e.getMessage()).contains("Content-Encoding [" + encoding + "]");
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "zstd", "compress", "gzip, gzip", "*"})
    void anEncodingThatIsNotKnownIsNamed(String encoding) {
        assertThatThrownBy(() -> read(sent(TEXT, encoding))).isInstanceOfSatisfying(ManyModelsException.class,
                problem -> {
                    assertThat(problem.kind()).isEqualTo(Kind.UNSUPPORTED);
                    assertThat(problem.code()).isEqualTo("encoding-unsupported");
                }).hasMessage("Content-Encoding [" + encoding + "] is not supported. Maybe gzip");
    }

    @ParameterizedTest
    @CsvSource({"none, 0, true", "none, 65536, true", "none, 65537, false", "gzip, 65536, true", "gzip, 65537, false",
            "deflate, 65536, true", "deflate, 65537, false"})
    void aBodyIsAsLargeAsAllowedAndNoLarger(String encoding, int bytes, boolean taken) throws IOException {
        byte[] plain = new byte[bytes];
        byte[] body = encoding.equals("none") ? plain : packed(encoding, plain);

        if (taken) {
            assertThat(read(endless(new ByteArrayInputStream(body), encoding))).hasSize(bytes);
        } else {
            assertProblem(() -> read(endless(new ByteArrayInputStream(body), encoding)), Kind.TOO_LARGE,
                    "body-too-large");
        }
    }

    /** Counts what is taken from it, and never ends. */
    @SuppressWarnings("InputStreamSlowMultibyteRead") // Slow is fast enough for what is cut off early.
    private static final class Spring extends InputStream {

        private final byte[] piece;
        private long taken;

        Spring(byte[] piece) {
            this.piece = piece;
        }

        @Override
        public int read() {
            return piece[(int) (taken++ % piece.length)] & 0xff;
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBodyWithoutAnEndIsReadNoFurtherThanAllowed(boolean byteByByte) throws IOException {
        Spring spring = new Spring(new byte[] {' '});
        InputStream body = bounded(endless(spring, "none")).getInputStream();

        assertProblem(() -> {
            while (byteByByte ? body.read() >= 0 : body.read(new byte[4096]) >= 0) {
                // On to the end, which is none.
            }
        }, Kind.TOO_LARGE, "body-too-large");
        assertThat(spring.taken).isLessThanOrEqualTo(LARGEST + 4096L);
    }

    /** Each member of a gzip stream may be empty: what is decoded never grows, and what is sent does. */
    @Test
    void emptyMembersWithoutAnEndAreReadNoFurtherThanAllowed() {
        Spring spring = new Spring(packed("gzip", new byte[0]));

        assertProblem(() -> read(endless(spring, "gzip")), Kind.TOO_LARGE, "body-too-large");
        assertThat(spring.taken).isLessThanOrEqualTo(LARGEST + 4096L);
    }

    /** A thousand times what was sent: nothing beyond the bound is held, and what is held is paid for. */
    @Test
    void aBombIsPaidForAsItIsDecoded() {
        byte[] bomb = packed("gzip", new byte[1 << 24]);
        assertThat(bomb).hasSizeLessThan(LARGEST);
        BodyBudget tight = new BodyBudget(2L * BodyBudget.BLOCK, Duration.ofMillis(1));

        assertProblem(() -> read(sent(bomb, "gzip")), Kind.TOO_LARGE, "body-too-large");
        assertProblem(() -> new BoundedRequest(sent(bomb, "gzip"), LARGEST, tight.open()).getInputStream()
                .readAllBytes(), Kind.UNAVAILABLE, "bodies-too-many");
    }

    @Test
    void aBodyIsReadAsTextByItsCharacterSet() throws IOException {
        MockHttpServletRequest latin = sent("\u00e9t\u00e9".getBytes(StandardCharsets.ISO_8859_1), "none");
        latin.setCharacterEncoding(StandardCharsets.ISO_8859_1);
        MockHttpServletRequest unnamed = sent(packed("gzip", "\u00e9t\u00e9\nhiver".getBytes(StandardCharsets.UTF_8)),
                "gzip");

        assertThat(bounded(latin).getReader().readLine()).isEqualTo("\u00e9t\u00e9");
        BoundedRequest request = bounded(unnamed);
        assertThat(request.getReader().readLine()).isEqualTo("\u00e9t\u00e9");
        assertThat(request.getReader().readLine()).as("the same reader goes on").isEqualTo("hiver");
    }

    @Test
    void aStreamSaysThatItIsAtItsEndAndIsReadByThreadsThatWait() throws IOException {
        ServletInputStream body = bounded(sent(new byte[] {'a', (byte) 0xff}, "none")).getInputStream();

        assertThat(body.isReady()).isTrue();
        assertThat(body.read()).isEqualTo('a');
        assertThat(body.read()).as("no byte is negative").isEqualTo(0xff);
        assertThat(body.isFinished()).isFalse();
        assertThat(body.read()).isEqualTo(-1);
        assertThat(body.isFinished()).isTrue();
        assertThatThrownBy(() -> body.setReadListener(new ReadListener() {
            @Override
            public void onDataAvailable() {}

            @Override
            public void onAllDataRead() {}

            @Override
            public void onError(Throwable t) {}
        })).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whatSaysThatItIsTooLargeIsNotEvenBegun() {
        MockFilterChain chain = new MockFilterChain();

        assertProblem(() -> new BodyFilter(10, budget()).doFilter(sent(new byte[11], "none"),
                new MockHttpServletResponse(), chain), Kind.TOO_LARGE, "body-too-large");
        assertThat(chain.getRequest()).isNull();
    }

    @Test
    void whatARequestReadIsForOthersOnceItIsAnsweredOrFailed() throws Exception {
        BodyBudget one = new BodyBudget(BodyBudget.BLOCK, Duration.ofMillis(1));
        BodyFilter filter = new BodyFilter(LARGEST, one);
        AtomicReference<byte[]> read = new AtomicReference<>();
        for (int n = 0; n < 3; n++) {
            filter.doFilter(sent(TEXT, "none"), new MockHttpServletResponse(),
                    (request, _) -> read.set(request.getInputStream().readAllBytes()));
            assertThat(read.getAndSet(new byte[0])).isEqualTo(TEXT);
            assertThatThrownBy(() -> filter.doFilter(sent(TEXT, "none"), new MockHttpServletResponse(),
                    (request, _) -> {
                        request.getInputStream().readAllBytes();
                        throw new IllegalStateException("a handler's");
                    })).hasMessage("a handler's");
        }
    }
}
