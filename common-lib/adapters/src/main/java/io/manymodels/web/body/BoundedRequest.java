package io.manymodels.web.body;

import io.manymodels.problem.ManyModelsException;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * A request whose body is read decoded, and never further than allowed. Handlers see no {@code Content-Encoding}.
 *
 * <p>Reading throws TOO_LARGE {@code body-too-large}, MALFORMED {@code body-undecodable}, UNSUPPORTED
 * {@code encoding-unsupported} and UNAVAILABLE {@code bodies-too-many}.
 */
final class BoundedRequest extends HttpServletRequestWrapper {

    private final long largest;
    private final BodyBudget.Grant grant;
    private final @Nullable String encoding;
    private @Nullable ServletInputStream body;
    private @Nullable BufferedReader reader;

    BoundedRequest(HttpServletRequest request, long largest, BodyBudget.Grant grant) {
        super(request);
        this.largest = largest;
        this.grant = grant;
        String named = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        this.encoding = named == null || named.isBlank() || named.strip().equalsIgnoreCase("identity") ? null : named;
    }

    static ManyModelsException tooLarge(long largest) {
        return ManyModelsException.tooLarge("body-too-large",
                "The body has more than the [%d] bytes allowed. Maybe split the request, or raise manymodels.web.largest-body"
                        .formatted(largest));
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        if (body == null) {
            InputStream sent = super.getInputStream();
            // What is sent is bounded too: endless empty gzip members decode to nothing.
            body = new Body(new Bounded(encoding == null ? sent : decoded(new Bounded(sent, null)), grant));
        }
        return body;
    }

    @Override
    public BufferedReader getReader() throws IOException {
        if (reader == null) {
            String charset = getCharacterEncoding();
            reader = new BufferedReader(new InputStreamReader(getInputStream(),
                    charset == null ? StandardCharsets.UTF_8 : Charset.forName(charset)));
        }
        return reader;
    }

    @Override
    public @Nullable String getHeader(String name) {
        return isHidden(name) ? null : super.getHeader(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        return isHidden(name) ? Collections.emptyEnumeration() : super.getHeaders(name);
    }

    @Override
    public Enumeration<String> getHeaderNames() {
        List<String> names = Collections.list(super.getHeaderNames());
        names.removeIf(this::isHidden);
        return Collections.enumeration(names);
    }

    @Override
    public int getContentLength() {
        return encoding == null ? super.getContentLength() : -1;
    }

    @Override
    public long getContentLengthLong() {
        return encoding == null ? super.getContentLengthLong() : -1;
    }

    private boolean isHidden(String header) {
        return encoding != null && (HttpHeaders.CONTENT_ENCODING.equalsIgnoreCase(header)
                || HttpHeaders.CONTENT_LENGTH.equalsIgnoreCase(header));
    }

    private InputStream decoded(InputStream in) throws IOException {
        String name = encoding == null ? "identity" : encoding.strip().toLowerCase(Locale.ROOT);
        try {
            return switch (name) {
                case "gzip", "x-gzip" -> new GZIPInputStream(in);
                case "deflate" -> new InflaterInputStream(in);
                default -> throw new ManyModelsException(ManyModelsException.Kind.UNSUPPORTED, "encoding-unsupported",
                        "Content-Encoding [%s] is not supported. Maybe gzip".formatted(encoding));
            };
        } catch (ZipException | EOFException e) {
            throw undecodable(e);
        }
    }

    private ManyModelsException undecodable(IOException e) {
        return new ManyModelsException(ManyModelsException.Kind.MALFORMED, "body-undecodable",
                "The body is not encoded as Content-Encoding [%s] says. Maybe it was cut short".formatted(encoding), e);
    }

    /** Counts, and pays for what it lets through. */
    private final class Bounded extends FilterInputStream {

        private final BodyBudget.@Nullable Grant payer;
        private long count;

        Bounded(InputStream in, BodyBudget.@Nullable Grant payer) {
            super(in);
            this.payer = payer;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int got;
            try {
                got = super.read(target, offset, length);
            } catch (ZipException | EOFException e) {
                if (encoding == null) {
                    throw e;
                }
                throw undecodable(e);
            }
            if (got > 0) {
                count += got;
                if (count > largest) {
                    throw tooLarge(largest);
                }
                if (payer != null) {
                    payer.cover(count);
                }
            }
            return got;
        }
    }

    /** As servlets read. */
    private static final class Body extends ServletInputStream {

        private final InputStream in;
        private boolean finished;

        Body(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            int got = in.read();
            finished |= got < 0;
            return got;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int got = in.read(target, offset, length);
            finished |= got < 0;
            return got;
        }

        @Override
        public boolean isFinished() {
            return finished;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new IllegalStateException("Bodies are read by threads that may wait");
        }
    }
}
