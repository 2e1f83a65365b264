package io.manymodels.stack.credential;

/** An S3 credential. */
public record StorageKey(String accessKey, String secretKey) {

    @Override
    public String toString() {
        return "StorageKey[" + accessKey + ", secret not shown]";
    }
}
