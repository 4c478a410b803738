package org.mcpoauth.api.error;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class EndpointExceptionTest {
    @Test
    void eachEndpointHasItsOwnErrors() {
        assertEquals(
                ErrorCode.INVALID_TARGET,
                EndpointException.authorize(ErrorCode.INVALID_TARGET, null).error());
        assertEquals(
                ErrorCode.INVALID_CLIENT,
                EndpointException.token(ErrorCode.INVALID_CLIENT, null).error());
        assertEquals(
                ErrorCode.INVALID_REDIRECT_URI,
                EndpointException.registration(ErrorCode.INVALID_REDIRECT_URI, null)
                        .error());
        assertThrows(IllegalArgumentException.class, () -> EndpointException.authorize(ErrorCode.INVALID_CLIENT, null));
        assertThrows(
                IllegalArgumentException.class,
                () -> EndpointException.token(ErrorCode.UNSUPPORTED_RESPONSE_TYPE, null));
        assertThrows(
                IllegalArgumentException.class, () -> EndpointException.registration(ErrorCode.INVALID_GRANT, null));
    }

    // RFC 6749, section 5.2: %x20-21 / %x23-5B / %x5D-7E
    @Test
    void theDescriptionFitsTheWire() {
        var refused = EndpointException.token(ErrorCode.INVALID_GRANT, "a \"b\"\\\r\nc\u00e9~");
        assertEquals(Optional.of("a ?b????c?~"), refused.description());
        assertEquals(
                Optional.empty(),
                EndpointException.token(ErrorCode.INVALID_GRANT, null).description());
    }

    @Test
    void theMessageHoldsTheCodeOnly() {
        var refused = EndpointException.token(ErrorCode.INVALID_GRANT, "code abc");
        assertEquals("refused with invalid_grant", refused.getMessage());
        assertEquals(FailureCode.ENDPOINT_ERROR, refused.code());
    }
}
