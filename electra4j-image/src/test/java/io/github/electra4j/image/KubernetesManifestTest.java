package io.github.electra4j.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The manifest against the schema of Kubernetes, as the classes of its official client, which are made from the schema, hold it. */
class KubernetesManifestTest {
    private static final Path MANIFEST = Path.of("../deploy/kubernetes.yaml");

    private static List<JsonObject> documents(String text) {
        List<JsonObject> documents = new ArrayList<>();
        for (Object document : new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(text)) {
            documents.add(new Gson().toJsonTree(document).getAsJsonObject());
        }
        return documents;
    }

    private static void validate(JsonElement deployment) throws IOException {
        V1Deployment.validateJsonElement(deployment);
    }

    @Test
    void manifest_isValid() throws IOException {
        List<JsonObject> documents = documents(Files.readString(MANIFEST));

        assertThat(documents)
                .extracting(document -> document.get("kind").getAsString())
                .containsExactly("Deployment", "Service");
        assertThatCode(() -> validate(documents.get(0))).doesNotThrowAnyException();
        assertThatCode(() -> V1Service.validateJsonElement(documents.get(1))).doesNotThrowAnyException();
    }

    /** That the schema is looked at in depth, and not at the top alone. */
    @Test
    void manifestWithAnUnknownKeyOrWithoutASelector_isNotValid() throws IOException {
        String text = Files.readString(MANIFEST);

        assertThatThrownBy(() -> validate(documents(text.replace("readOnlyRootFilesystem", "readOnlyRoot"))
                        .get(0)))
                .hasMessageContaining("readOnlyRoot");
        JsonObject without = documents(text).get(0);
        without.getAsJsonObject("spec").remove("selector");
        assertThatThrownBy(() -> validate(without)).hasMessageContaining("selector");
    }

    /** What the image is, beside what the manifest says of it. */
    @Test
    void manifest_runsTheImageAsItIs() throws IOException {
        JsonObject pod = documents(Files.readString(MANIFEST))
                .get(0)
                .getAsJsonObject("spec")
                .getAsJsonObject("template")
                .getAsJsonObject("spec");
        JsonObject container = pod.getAsJsonArray("containers").get(0).getAsJsonObject();

        assertThat(pod.getAsJsonObject("securityContext").get("runAsUser").getAsInt())
                .isEqualTo(ServiceImage.USER);
        assertThat(container
                        .getAsJsonArray("ports")
                        .get(0)
                        .getAsJsonObject()
                        .get("containerPort")
                        .getAsInt())
                .isEqualTo(ServiceImage.PORT);
        assertThat(container
                        .getAsJsonArray("volumeMounts")
                        .get(0)
                        .getAsJsonObject()
                        .get("mountPath")
                        .getAsString())
                .isEqualTo("/tmp");
    }
}
