package org.mcpoauth.spi.support.json;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonConfig;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonStructure;
import jakarta.json.JsonWriter;
import jakarta.json.JsonWriterFactory;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.MalformedException.Fault;

/**
 * Reads and writes JSON objects. Reading takes strict UTF-8 without byte order mark, exactly one
 * object, no member name twice in any object, and only what {@link JsonLimits} allow.
 *
 * <p>It keeps the JSON-P factories, because looking the provider up costs ten times a parse. There is
 * one instance per application, made by its runtime and handed on, since the provider belongs to the
 * class loader of the application. Thread-safe.
 */
public final class StrictJson {
    private final JsonReaderFactory readers;
    private final JsonWriterFactory writers;
    private final JsonBuilderFactory builders;

    /**
     * Uses a given provider.
     *
     * @param provider the JSON-P 2.1 provider
     * @throws ConfigurationException if the provider cannot refuse a member name that occurs twice
     */
    public StrictJson(JsonProvider provider) {
        readers = provider.createReaderFactory(Map.of(JsonConfig.KEY_STRATEGY, JsonConfig.KeyStrategy.NONE));
        writers = provider.createWriterFactory(Map.of());
        builders = provider.createBuilderFactory(Map.of());
        requireDuplicatesRefused();
    }

    /**
     * Looks the provider up. This is expensive; it is done once per application.
     *
     * @return the reader and writer over that provider
     * @throws ConfigurationException if the provider cannot refuse a member name that occurs twice
     */
    public static StrictJson create() {
        return new StrictJson(JsonProvider.provider());
    }

    /**
     * Reads an object from UTF-8 bytes.
     *
     * @param utf8 the whole text
     * @param limits how large it may be
     * @return the object
     * @throws MalformedException if a rule or limit is broken
     */
    public JsonObject readObject(byte[] utf8, JsonLimits limits) throws MalformedException {
        if (utf8.length > limits.maxBytes()) {
            throw new MalformedException(Fault.TOO_LARGE, "JSON text too long");
        }
        return readObject(decode(utf8), limits);
    }

    /**
     * Reads an object from a text.
     *
     * @param text the whole text
     * @param limits how large it may be
     * @return the object
     * @throws MalformedException if a rule or limit is broken
     */
    public JsonObject readObject(String text, JsonLimits limits) throws MalformedException {
        if (text.length() > limits.maxBytes()) {
            throw new MalformedException(Fault.TOO_LARGE, "JSON text too long");
        }
        JsonScanner.requireObject(text, limits);
        try (JsonReader reader = readers.createReader(new StringReader(text))) {
            return reader.readObject();
        } catch (JsonException e) {
            // the grammar has been checked, so this is a repeated name; the message would hold it
            throw new MalformedException(Fault.SYNTAX, "member name occurs twice in a JSON object");
        }
    }

    /**
     * Begins an object.
     *
     * @return an empty builder
     */
    public JsonObjectBuilder object() {
        return builders.createObjectBuilder();
    }

    /**
     * Begins an object with the members of another one.
     *
     * @param members what to begin with
     * @return a builder that holds them
     */
    public JsonObjectBuilder object(JsonObject members) {
        return builders.createObjectBuilder(members);
    }

    /**
     * Begins an array.
     *
     * @return an empty builder
     */
    public JsonArrayBuilder array() {
        return builders.createArrayBuilder();
    }

    /**
     * Begins an array of strings.
     *
     * @param strings what to begin with
     * @return a builder that holds them
     */
    public JsonArrayBuilder array(Iterable<String> strings) {
        JsonArrayBuilder array = array();
        strings.forEach(array::add);
        return array;
    }

    /**
     * Writes an object or array without blanks.
     *
     * @param value what to write
     * @return the text
     */
    public String write(JsonStructure value) {
        StringWriter text = new StringWriter();
        try (JsonWriter writer = writers.createWriter(text)) {
            writer.write(value);
        }
        return text.toString();
    }

    /**
     * Writes an object or array without blanks.
     *
     * @param value what to write
     * @return the text in UTF-8
     */
    public byte[] writeBytes(JsonStructure value) {
        return write(value).getBytes(StandardCharsets.UTF_8);
    }

    /** The fast decoder puts U+FFFD where bytes are wrong: only a text with that needs the strict one. */
    private static String decode(byte[] utf8) throws MalformedException {
        String text = new String(utf8, StandardCharsets.UTF_8);
        if (text.indexOf('\ufffd') >= 0) {
            try {
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8));
            } catch (CharacterCodingException e) {
                throw new MalformedException(Fault.SYNTAX, "not UTF-8");
            }
        }
        return text;
    }

    private void requireDuplicatesRefused() {
        try {
            readObject("{\"a\":{\"b\":1,\"b\":2}}", JsonLimits.TOKEN);
        } catch (MalformedException e) {
            return;
        }
        throw new ConfigurationException(
                "jakarta.json.spi.JsonProvider",
                "the JSON-P provider accepts repeated member names; use one of JSON-P 2.1");
    }
}
