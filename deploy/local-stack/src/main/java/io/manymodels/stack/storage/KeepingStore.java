package io.manymodels.stack.storage;

import io.manymodels.stack.backup.KeptObjects;
import java.io.InputStream;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/** The store, which keeps what leaves it for as long as a backup is made. */
final class KeepingStore extends ForwardingBlobStore {

    private final KeptObjects kept;

    KeepingStore(BlobStore store, KeptObjects kept) {
        super(store);
        this.kept = kept;
    }

    @Override
    public PutObjectResponse putBlob(PutObjectRequest request, InputStream body) {
        kept.keep(request.bucket(), request.key());
        return super.putBlob(request, body);
    }

    @Override
    public CopyObjectResponse copyBlob(CopyObjectRequest request) {
        kept.keep(request.destinationBucket(), request.destinationKey());
        return super.copyBlob(request);
    }

    @Override
    public CompleteMultipartUploadResponse completeMultipartUpload(MultipartUpload upload,
            CompleteMultipartUploadRequest request) {
        kept.keep(upload.containerName(), upload.blobName());
        return super.completeMultipartUpload(upload, request);
    }

    @Override
    public DeleteObjectResponse removeBlob(DeleteObjectRequest request) {
        kept.keep(request.bucket(), request.key());
        return super.removeBlob(request);
    }
}
