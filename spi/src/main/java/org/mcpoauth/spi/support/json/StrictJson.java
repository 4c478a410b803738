package org.mcpoauth.spi.support.json;

import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonConfig;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonStructure;
import jakarta.json.JsonWriter;
import jakarta.json.JsonWriterFactory;
import jakarta.json.spi.JsonProvider;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
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
    private final JsonValues values;
    private final JsonWriterFactory writers;
    private final JsonBuilderFactory builders;

    /**
     * Uses a given provider.
     *
     * @param provider the JSON-P 2.1 provider
     * @throws ConfigurationException if the provider cannot refuse a member name that occurs twice
     */
    public StrictJson(JsonProvider provider) {
        writers = provider.createWriterFactory(Map.of());
        builders = provider.createBuilderFactory(Map.of());
        values = new JsonValues(
                provider, provider.createReaderFactory(Map.of(JsonConfig.KEY_STRATEGY, JsonConfig.KeyStrategy.NONE)));
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
        requireLength(utf8.length, limits);
        JsonScanner.requireObject(utf8, limits);
        return whole(new String(utf8, StandardCharsets.UTF_8));
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
        requireLength(text.length(), limits);
        JsonScanner.requireObject(utf8(text), limits);
        return whole(text);
    }

    /**
     * Reads an object of which few members will be looked at. All rules are checked now; the values are
     * made when they are asked for. No object in it may have more than 4096 members.
     *
     * @param utf8 the whole text, which must not be changed afterwards
     * @param limits how large it may be
     * @return the object
     * @throws MalformedException if a rule or limit is broken
     */
    public JsonObject indexObject(byte[] utf8, JsonLimits limits) throws MalformedException {
        requireLength(utf8.length, limits);
        CheckedText text = new CheckedText(utf8);
        MemberIndex index = MemberIndex.of(text);
        JsonScanner.indexObject(utf8, limits, index);
        return new IndexedObject(text, text.nextElement(0), index, values);
    }

    /**
     * Reads an array of which few elements will be looked at. All rules are checked now; the elements are made
     * when they are asked for, and none at all if there are too many. No object in it may have more than 4096 members.
     *
     * @param utf8 the whole text, which must not be changed afterwards
     * @param limits how large it may be
     * @param maxElements how many elements it may have
     * @return the array
     * @throws MalformedException if a rule or limit is broken, {@link Fault#TOO_MANY} if that is the number of
     *     elements
     */
    public JsonArray indexArray(byte[] utf8, JsonLimits limits, int maxElements) throws MalformedException {
        requireLength(utf8.length, limits);
        CheckedText text = new CheckedText(utf8);
        JsonScanner.indexArray(utf8, limits, MemberIndex.of(text));
        JsonArray array = new IndexedArray(text, text.nextElement(0), values);
        if (array.size() > maxElements) {
            throw new MalformedException(Fault.TOO_MANY, "JSON array with too many elements");
        }
        return array;
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

    private static void requireLength(int length, JsonLimits limits) throws MalformedException {
        if (length > limits.maxBytes()) {
            throw new MalformedException(Fault.TOO_LARGE, "JSON text too long");
        }
    }

    private JsonObject whole(String text) throws MalformedException {
        try {
            return values.object(text);
        } catch (JsonException e) {
            throw repeatedName();
        }
    }

    /** The grammar has been checked, so this is why the provider refuses; its own message would hold the name. */
    private static MalformedException repeatedName() {
        return new MalformedException(Fault.SYNTAX, "member name occurs twice in a JSON object");
    }

    /** An unpaired surrogate has no encoding. */
    private static byte[] utf8(String text) throws MalformedException {
        try {
            ByteBuffer utf8 = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] octets = new byte[utf8.remaining()];
            utf8.get(octets);
            return octets;
        } catch (CharacterCodingException e) {
            throw new MalformedException(Fault.SYNTAX, "no text");
        }
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
