package io.manymodels.stack.storage;

import java.io.InputStream;
import java.util.List;
import java.util.Set;

import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** The store as a user with a read grant sees it. */
final class ReadableStore extends WritableStore {

    ReadableStore(BlobStore store, Set<String> visibleBuckets) {
        super(store, visibleBuckets);
    }

    @Override
    public PutObjectResponse putBlob(PutObjectRequest request, InputStream body) {
        throw denied();
    }

    @Override
    public CopyObjectResponse copyBlob(CopyObjectRequest request) {
        throw denied();
    }

    @Override
    public DeleteObjectResponse removeBlob(DeleteObjectRequest request) {
        throw denied();
    }

    @Override
    public MultipartUpload initiateMultipartUpload(CreateMultipartUploadRequest request) {
        throw denied();
    }

    @Override
    public void abortMultipartUpload(MultipartUpload upload) {
        throw denied();
    }

    @Override
    public CompleteMultipartUploadResponse completeMultipartUpload(MultipartUpload upload,
            CompleteMultipartUploadRequest request) {
        throw denied();
    }

    @Override
    public UploadPartResponse uploadMultipartPart(MultipartUpload upload, UploadPartRequest request, InputStream body) {
        throw denied();
    }

    @Override
    public List<Part> listMultipartUpload(MultipartUpload upload) {
        throw denied();
    }

    @Override
    public List<software.amazon.awssdk.services.s3.model.MultipartUpload> listMultipartUploads(String bucket) {
        throw denied();
    }
}
