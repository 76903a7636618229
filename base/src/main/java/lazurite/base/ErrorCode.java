package lazurite.base;

/**
 * Error codes of the storage services with their HTTP status and default message. A constant is spelt as on the wire,
 * so its name is what a client reads; where one wire code has two statuses or messages, {@link #wire()} tells.
 *
 * <p>Source: Azure Storage REST "Status and error codes" pages.
 */
public enum ErrorCode {
    AccountAlreadyExists(409, "The specified account already exists."),
    AccountIsDisabled(403, "The specified account is disabled."),
    AccountRequiresHttps(400, "The account being accessed does not support http."),
    AuthenticationFailed(
            403,
            "Server failed to authenticate the request. Make sure the value of Authorization header is formed correctly including the signature."),
    AuthorizationFailure(403, "This request is not authorized to perform this operation."),
    AuthorizationPermissionMismatch(
            403, "This request is not authorized to perform this operation using this permission."),
    AuthorizationProtocolMismatch(403, "This request is not authorized to perform this operation using this protocol."),
    AuthorizationResourceTypeMismatch(
            403, "This request is not authorized to perform this operation using this resource type."),
    AuthorizationServiceMismatch(403, "This request is not authorized to perform this operation using this service."),
    AuthorizationSourceIPMismatch(
            403, "This request is not authorized to perform this operation using this source IP {ip}."),
    ConditionNotMet(412, "The condition specified using HTTP conditional header(s) is not met."),
    NotModified(304, "The condition specified using HTTP conditional header(s) is not met.", "ConditionNotMet"),
    ConditionHeadersNotSupported(400, "Condition headers are not supported."),
    MultipleConditionHeadersNotSupported(400, "Multiple condition headers are not supported."),
    CorsPreflightFailure(403, "CORS not enabled or no matching rule found for this request."),
    EmptyMetadataKey(400, "The key for one of the metadata key-value pairs is empty."),
    InsufficientAccountPermissions(
            403, "The account being accessed does not have sufficient permissions to execute this operation."),
    InternalError(500, "Server encountered an internal error. Please try again after some time."),
    InvalidAuthenticationInfo(
            400,
            "Authentication information is not given in the correct format. Check the value of Authorization header."),
    InvalidBearerToken(
            401,
            "Server failed to authenticate the request. Please refer to the information in the www-authenticate header.",
            "InvalidAuthenticationInfo"),
    NoAuthenticationInformation(
            401,
            "Server failed to authenticate the request. Please refer to the information in the www-authenticate header."),
    KeyBasedAuthenticationNotPermitted(403, "Key based authentication is not permitted on this storage account."),
    InvalidHeaderValue(400, "The value for one of the HTTP headers is not in the correct format."),
    InvalidHttpVerb(400, "The HTTP verb specified is invalid - it is not recognized by the server."),
    InvalidInput(400, "One of the request inputs is not valid."),
    InvalidMarker(400, "The specified marker is invalid."),
    InvalidMd5(
            400, "The MD5 value specified in the request is invalid. MD5 value must be 128 bits and base64 encoded."),
    InvalidCrc64(
            400,
            "The CRC64 value specified in the request is invalid. CRC64 value must be 64 bits and base64 encoded.",
            "InvalidHeaderValue"),
    InvalidMetadata(400, "The metadata specified is invalid. It has characters that are not permitted."),
    InvalidQueryParameterValue(400, "Value for one of the query parameters specified in the request URI is invalid."),
    InvalidRange(416, "The range specified is invalid for the current size of the resource."),
    InvalidResourceName(400, "The specified resource name contains invalid characters."),
    InvalidUri(400, "The requested URI does not represent any resource on the server."),
    InvalidXmlDocument(400, "XML specified is not syntactically valid."),
    InvalidXmlNodeValue(400, "The value for one of the XML nodes is not in the correct format."),
    Md5Mismatch(
            400, "The MD5 value specified in the request did not match with the MD5 value calculated by the server."),
    Crc64Mismatch(
            400,
            "The CRC64 value specified in the request did not match with the CRC64 value calculated by the server."),
    BothCrc64AndMd5HeaderPresent(400, "Both x-ms-content-crc64 and Content-MD5 header are present."),
    MetadataTooLarge(400, "The metadata specified exceeds the maximum permissible limit."),
    MissingContentLengthHeader(411, "The Content-Length header was not specified."),
    MissingRequiredHeader(400, "An HTTP header that's mandatory for this request is not specified."),
    MissingRequiredQueryParameter(400, "A query parameter that's mandatory for this request is not specified."),
    MissingRequiredXmlNode(400, "The required XML node was not specified in the request body."),
    NotImplemented(501, "The requested operation is not implemented on the specified resource."),
    OperationTimedOut(500, "The operation could not be completed within the permitted time."),
    OutOfRangeInput(400, "One of the request inputs is out of range."),
    OutOfRangeQueryParameterValue(
            400, "One of the query parameters specified in the request URI is outside the permissible range."),
    RequestBodyTooLarge(413, "The request body is too large and exceeds the maximum permissible limit."),
    RequestUrlFailedToParse(400, "The url in the request could not be parsed."),
    ResourceNotFound(404, "The specified resource does not exist."),
    ResourceTypeMismatch(409, "The specified resource type does not match the type of the existing resource."),
    ServerBusy(503, "The server is busy."),
    UnsupportedHeader(400, "One of the HTTP headers specified in the request is not supported."),
    UnsupportedHttpVerb(405, "The resource doesn't support specified Http Verb."),
    UnsupportedQueryParameter(400, "One of the query parameters specified in the request URI is not supported."),
    UnsupportedXmlNode(400, "One of the XML nodes specified in the request body is not supported."),
    WebContentNotFound(404, "The requested content does not exist."),
    HierarchicalNamespaceNotEnabled(409, "Hierarchical namespace is not enabled for this account."),
    FeatureNotSupportedForAccount(409, "The requested feature is not supported on this storage account."),
    AllRequestsMustBeSameType(400, "All requests in a batch must be of the same type."),
    AccessTierNotSupportedForBlobType(400, "The access tier is not supported for this blob type."),
    AppendPositionConditionNotMet(412, "The append position condition specified was not met."),
    BlobAccessTierNotSupportedForAccountType(400, "Specified blob access tier is not supported for account type."),
    BlobAlreadyExists(409, "The specified blob already exists."),
    BlobArchived(409, "This operation is not permitted on an archived blob."),
    BlobBeingRehydrated(409, "This operation is not permitted because the blob is being rehydrated."),
    BlobImmutableDueToPolicy(409, "This operation is not permitted as the blob is immutable due to a policy."),
    BlobIsSealed(
            409,
            "The specified blob is sealed and its contents can't be modified unless the blob is re-created after a delete."),
    BlobNotArchived(409, "The blob is not currently in the archive tier."),
    BlobNotFound(404, "The specified blob does not exist."),
    BlobOverwritten(409, "The blob has been recreated since the previous snapshot was taken."),
    BlobTierInadequateForContentLength(409, "Specified blob tier size limit cannot be less than content length."),
    BlobCustomerSpecifiedEncryptionMismatch(
            409, "The given customer specified encryption does not match the encryption used to encrypt the blob."),
    BlobDoesNotUseCustomerSpecifiedEncryption(
            409, "The blob is not encrypted with customer specified encryption, but one was provided in the request."),
    BlobUsesCustomerSpecifiedEncryption(
            409, "The blob is encrypted with customer specified encryption, but it was not provided in the request."),
    BlockCountExceedsLimit(409, "The committed block count cannot exceed the maximum limit of 50,000 blocks."),
    UncommittedBlockCountExceedsLimit(
            409,
            "The uncommitted block count cannot exceed the maximum limit of 100,000 blocks.",
            "BlockCountExceedsLimit"),
    BlockListTooLong(400, "The block list may not contain more than 50,000 blocks."),
    BothUserTagsAndSourceTagsCopyPresentException(
            400, "Both x-ms-tags header and x-ms-copy-source-tag-option COPY are present."),
    CannotVerifyCopySource(500, "Could not verify the copy source within the specified time."),
    ContainerAlreadyExists(409, "The specified container already exists."),
    ContainerHasLegalHold(409, "The requested operation is not allowed as the container has one or more legal holds."),
    ContainerImmutabilityPolicyLocked(
            409, "The requested operation is not allowed as the container has a locked immutability policy."),
    ContainerImmutableStorageWithVersioningEnabled(
            409,
            "The requested operation is not allowed as the container has a immutable storage with versioning enabled."),
    ContainerBeingDeleted(409, "The specified container is being deleted. Try operation later."),
    ContainerNotFound(404, "The specified container does not exist."),
    CopyAcrossAccountsNotSupported(400, "The copy source account and destination account must be the same."),
    CopyIdMismatch(409, "The specified copy ID did not match the copy ID for the pending copy operation."),
    DuplicateTagNames(400, "The tag set contains duplicate tag names."),
    EmptyTagName(400, "A tag name is empty."),
    IncrementalCopyBlobMismatch(
            409, "The specified source blob is different than the copy source of the existing incremental copy blob."),
    IncrementalCopyOfEarlierVersionSnapshotNotAllowed(
            409, "The specified snapshot is earlier than the last snapshot copied into the incremental copy blob."),
    IncrementalCopySourceMustBeSnapshot(409, "The source for incremental copy request must be a snapshot."),
    InfiniteLeaseDurationRequired(
            412, "The lease ID matched, but the specified lease must be an infinite-duration lease."),
    InvalidBlobOrBlock(400, "The specified blob or block content is invalid."),
    InvalidBlobTier(400, "The specified blob tier is invalid."),
    InvalidBlobType(409, "The blob type is invalid for this operation."),
    InvalidBlockId(400, "The specified block ID is invalid."),
    InvalidBlockList(400, "The specified block list is invalid."),
    InvalidOperation(400, "Invalid operation against a blob snapshot."),
    InvalidPageRange(416, "The page range specified is invalid."),
    InvalidSourceBlobType(409, "The copy source blob type is invalid for this operation."),
    InvalidSourceBlobUrl(409, "The source URL for incremental copy is not a valid Azure Storage blob URL."),
    InvalidTag(
            400,
            "The tags specified are invalid. A tag key or value has characters that are not permitted or is too long.",
            "InvalidInput"),
    LeaseAlreadyPresent(409, "There is already a lease present."),
    LeaseIdMismatchWithBlobOperation(412, "The lease ID specified did not match the lease ID for the blob."),
    LeaseIdMismatchWithContainerOperation(412, "The lease ID specified did not match the lease ID for the container."),
    LeaseIdMismatchWithLeaseOperation(409, "The lease ID specified did not match the lease ID for the resource."),
    LeaseIdMissing(412, "There is currently a lease on the resource and no lease ID was specified in the request."),
    LeaseIsBreakingAndCannotBeAcquired(
            409,
            "The lease ID matched, but the lease is currently in breaking state and cannot be acquired until it is broken."),
    LeaseIsBreakingAndCannotBeChanged(
            409, "The lease ID matched, but the lease is currently in breaking state and cannot be changed."),
    LeaseIsBrokenAndCannotBeRenewed(
            409, "The lease ID matched, but the lease has been broken explicitly and cannot be renewed."),
    LeaseLost(412, "A lease ID was specified, but the lease for the resource has expired."),
    LeaseNotPresentWithBlobOperation(412, "There is currently no lease on the blob."),
    LeaseNotPresentWithContainerOperation(412, "There is currently no lease on the container."),
    LeaseNotPresentWithLeaseOperation(409, "There is currently no lease on the resource."),
    MaxBlobSizeConditionNotMet(412, "The max blob size condition specified was not met."),
    NoPendingCopyOperation(409, "There is currently no pending copy operation."),
    OperationNotAllowedOnIncrementalCopyBlob(
            409, "The specified operation is not allowed on an incremental copy blob."),
    PendingCopyOperation(409, "There is currently a pending copy operation."),
    PreviousSnapshotCannotBeNewer(
            400, "The prevsnapshot query parameter value cannot be newer than snapshot query parameter value."),
    PreviousSnapshotNotFound(409, "The previous snapshot is not found."),
    PublicAccessNotPermitted(409, "Public access is not permitted on this storage account."),
    RequestForbiddenByContainerEncryptionPolicy(403, "The request is forbidden by the container encryption policy."),
    SequenceNumberConditionNotMet(412, "The sequence number condition specified was not met."),
    SequenceNumberIncrementTooLarge(
            409,
            "The sequence number increment cannot be performed because it would result in overflow of the sequence number."),
    SnapshotsPresent(409, "This operation is not permitted because the blob has snapshots."),
    SourceConditionNotMet(412, "The source condition specified using HTTP conditional header(s) is not met."),
    SystemInUse(409, "This blob is in use by the system."),
    TagsTooLarge(400, "The tags specified exceed the maximum permissible limit."),
    TargetConditionNotMet(412, "The target condition specified using HTTP conditional header(s) is not met."),
    UnauthorizedBlobOverwrite(403, "This request is not authorized to perform blob overwrites."),
    UnsatisfiableCondition(400, "The request includes an unsatisfiable condition for this operation.");

    private final int status;
    private final String message;
    private final String wire;

    ErrorCode(int status, String message) {
        this.status = status;
        this.message = message;
        this.wire = name();
    }

    ErrorCode(int status, String message, String wire) {
        this.status = status;
        this.message = message;
        this.wire = wire;
    }

    /** HTTP status of an answer with this code. */
    public int status() {
        return status;
    }

    /** The service's default message, one line. */
    public String message() {
        return message;
    }

    /** The code as it stands in {@code x-ms-error-code} and in the error body. */
    public String wire() {
        return wire;
    }
}
