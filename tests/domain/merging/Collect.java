import java.io.*;
import org.javarosa.core.model.FormDef;
import org.javarosa.core.model.instance.InstanceInitializationFactory;
import org.javarosa.form.api.*;

import org.javarosa.model.xform.XFormSerializingVisitor;
import org.javarosa.xform.util.XFormUtils;
import org.javarosa.core.util.JavaRosaCoreModule;
import org.javarosa.model.xform.XFormsModule;

/** Opens an XForm as ODK Collect does, walks through it to the end and prints the submission. */
public class Collect {
    public static void main(String[] args) throws Exception {
        new JavaRosaCoreModule().registerModule();
        new XFormsModule().registerModule();
        FormDef form = XFormUtils.getFormFromInputStream(new FileInputStream(args[0]));
        form.initialize(true, new InstanceInitializationFactory());
        FormEntryModel model = new FormEntryModel(form);
        FormEntryController controller = new FormEntryController(model);
        while (model.getEvent() != FormEntryController.EVENT_END_OF_FORM) {
            controller.stepToNextEvent();
        }
        form.postProcessInstance();
        byte[] data = new XFormSerializingVisitor().serializeInstance(form.getMainInstance());
        System.out.println(new String(data, "UTF-8"));
    }
}
