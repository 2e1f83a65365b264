package io.manymodels.promotion.copy;

/**
 * Where the bytes of a candidate lie: a header that it shares with others, and its body, in one pack object.
 *
 * @param version      id of the candidate
 * @param object       key in the bucket of candidates
 * @param headerSha256 hex
 * @param bodySha256   hex
 */
public record Artefact(long version, String object, long headerOffset, int headerLength, String headerSha256,
        long bodyOffset, int bodyLength, String bodySha256) {

    long bodyEnd() {
        return bodyOffset + bodyLength;
    }
}
