package org.mcpoauth.spi.support.endpoint;

import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.mcpoauth.api.error.EndpointException;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.support.codec.MalformedException;

/** Reads the form of a request to the token endpoint and its neighbours (RFC 6749, section 3.2). */
public final class FormRequest {
    private static final String FORM = "application/x-www-form-urlencoded";

    private FormRequest() {}

    /**
     * Reads the form.
     *
     * @param request a POST request
     * @return its parameters, none of them repeated
     * @throws EndpointException with {@code invalid_request} if the body is no form of single parameters
     */
    public static Parameters read(EndpointRequest request) {
        if (!hasMediaType(request.headers(), FORM)) {
            throw invalid("the content type must be application/x-www-form-urlencoded");
        }
        Parameters form = parse(request);
        if (form.isAnyRepeated()) {
            throw invalid("a parameter is repeated");
        }
        return form;
    }

    /**
     * Whether a request says, once, that its body is of a media type, in UTF-8 if it names a charset.
     *
     * @param headers the header lines
     * @param mediaType the media type in lower case
     * @return {@code true} if it does
     */
    public static boolean hasMediaType(HttpHeaders headers, String mediaType) {
        List<String> lines = headers.allValues("Content-Type");
        if (lines.size() != 1) {
            return false;
        }
        String[] parts = lines.get(0).toLowerCase(Locale.ROOT).split(";", -1);
        boolean isUtf8 = true;
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip().replace("\"", "");
            isUtf8 &= !parameter.startsWith("charset=") || "charset=utf-8".equals(parameter);
        }
        return isUtf8 && mediaType.equals(parts[0].strip());
    }

    private static Parameters parse(EndpointRequest request) {
        try {
            return Parameters.parse(new String(request.body(), StandardCharsets.ISO_8859_1));
        } catch (MalformedException e) {
            throw invalid("the form is malformed");
        }
    }

    private static EndpointException invalid(String description) {
        return EndpointException.token(ErrorCode.INVALID_REQUEST, description);
    }
}
