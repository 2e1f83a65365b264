package io.manymodels.stack.credential;

/** What an API key allows. */
public enum Role {
    VIEWER, OPERATOR, APPROVER, PREDICTOR
}
