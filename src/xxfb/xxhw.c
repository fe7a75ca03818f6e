// SPDX-License-Identifier: GPL-2.0
/*
 * The display of the xx driver: QEMU's bochs-display, or its standard VGA, by
 * the "dispi" interface.
 */
#include <sys/types.h>
#include <sys/ddi.h>
#include <sys/sunddi.h>

#include "xxhw.h"

#define	XX_REG_RNUMBER		2

#define	XX_DISPI(n)		(0x500 + 2 * (n))	/* 16 bits each */
#define	XX_DISPI_ID		XX_DISPI(0)
#define	XX_DISPI_XRES		XX_DISPI(1)
#define	XX_DISPI_YRES		XX_DISPI(2)
#define	XX_DISPI_BPP		XX_DISPI(3)
#define	XX_DISPI_ENABLE		XX_DISPI(4)
#define	XX_DISPI_VIRT_WIDTH	XX_DISPI(6)
#define	XX_DISPI_X_OFFSET	XX_DISPI(8)
#define	XX_DISPI_Y_OFFSET	XX_DISPI(9)

#define	XX_ID_MIN		0xb0c0
#define	XX_ID_MAX		0xb0cf
#define	XX_ENABLED		0x41	/* with a linear frame buffer */
#define	XX_PIXEL		4	/* bytes */
#define	XX_MAX_PIXELS		4096	/* of a line, or lines */

static ddi_device_acc_attr_t xxhw_reg_attr = {
	DDI_DEVICE_ATTR_V0,
	DDI_STRUCTURE_LE_ACC,
	DDI_STRICTORDER_ACC
};

/*
 * Pixels may be collected on their way: nobody reads them back.
 */
ddi_device_acc_attr_t xxhw_fb_attr = {
	DDI_DEVICE_ATTR_V0,
	DDI_NEVERSWAP_ACC,
	DDI_MERGING_OK_ACC
};

static void
xxhw_put(struct xxhw *hw, uint_t reg, uint_t value)
{
	ddi_put16(hw->hw_reg_handle, (uint16_t *)(hw->hw_regs + reg), value);
}

static uint_t
xxhw_get(struct xxhw *hw, uint_t reg)
{
	return (ddi_get16(hw->hw_reg_handle, (uint16_t *)(hw->hw_regs + reg)));
}

uint_t
xxhw_pitch(struct xxhw *hw)
{
	return (hw->hw_width * XX_PIXEL);
}

/*
 * A screen takes whole lines, and whole pages: what a program has mapped of its
 * own is nothing of the other screen.
 */
static int
xxhw_choose_mode(struct xxhw *hw, dev_info_t *dip)
{
	int width = ddi_prop_get_int(DDI_DEV_T_ANY, dip, DDI_PROP_DONTPASS,
	    "width", 640);
	int height = ddi_prop_get_int(DDI_DEV_T_ANY, dip, DDI_PROP_DONTPASS,
	    "height", 480);

	if (width <= 0 || width > XX_MAX_PIXELS || height <= 0 ||
	    height > XX_MAX_PIXELS)
		return (DDI_FAILURE);
	hw->hw_width = width;
	hw->hw_height = height;
	hw->hw_lines = height;
	while (hw->hw_lines * xxhw_pitch(hw) % PAGESIZE != 0)
		hw->hw_lines++;
	hw->hw_size = hw->hw_lines * xxhw_pitch(hw);
	return (DDI_SUCCESS);
}

/*
 * A mode that the device does not have, it does not take.
 */
static int
xxhw_set_mode(struct xxhw *hw)
{
	uint_t id = xxhw_get(hw, XX_DISPI_ID);

	if (id < XX_ID_MIN || id > XX_ID_MAX)
		return (DDI_FAILURE);
	xxhw_put(hw, XX_DISPI_ENABLE, 0);
	xxhw_put(hw, XX_DISPI_XRES, hw->hw_width);
	xxhw_put(hw, XX_DISPI_YRES, hw->hw_height);
	xxhw_put(hw, XX_DISPI_BPP, XX_PIXEL * 8);
	xxhw_put(hw, XX_DISPI_VIRT_WIDTH, hw->hw_width);
	xxhw_put(hw, XX_DISPI_X_OFFSET, 0);
	xxhw_put(hw, XX_DISPI_Y_OFFSET, hw->hw_lines);
	xxhw_put(hw, XX_DISPI_ENABLE, XX_ENABLED);
	if (xxhw_get(hw, XX_DISPI_XRES) != hw->hw_width ||
	    xxhw_get(hw, XX_DISPI_YRES) != hw->hw_height)
		return (DDI_FAILURE);
	return (DDI_SUCCESS);
}

int
xxhw_attach(struct xxhw *hw, dev_info_t *dip)
{
	off_t size;

	if (xxhw_choose_mode(hw, dip) != DDI_SUCCESS)
		return (DDI_FAILURE);
	if (ddi_dev_regsize(dip, XXHW_FB_RNUMBER, &size) != DDI_SUCCESS ||
	    size < (off_t)(2 * hw->hw_size))
		return (DDI_FAILURE);
	if (ddi_regs_map_setup(dip, XX_REG_RNUMBER, &hw->hw_regs, 0, 0,
	    &xxhw_reg_attr, &hw->hw_reg_handle) != DDI_SUCCESS)
		return (DDI_FAILURE);
	if (ddi_regs_map_setup(dip, XXHW_FB_RNUMBER, &hw->hw_fb, 0,
	    2 * hw->hw_size, &xxhw_fb_attr, &hw->hw_fb_handle) != DDI_SUCCESS)
		goto fail_fb;
	xxhw_show_still(hw, NULL);
	if (xxhw_set_mode(hw) != DDI_SUCCESS)
		goto fail_mode;
	return (DDI_SUCCESS);

fail_mode:
	ddi_regs_map_free(&hw->hw_fb_handle);
fail_fb:
	ddi_regs_map_free(&hw->hw_reg_handle);
	return (DDI_FAILURE);
}

void
xxhw_detach(struct xxhw *hw)
{
	xxhw_put(hw, XX_DISPI_ENABLE, 0);
	ddi_regs_map_free(&hw->hw_fb_handle);
	ddi_regs_map_free(&hw->hw_reg_handle);
}

/*
 * The work screen, out and in.
 */
void
xxhw_save(struct xxhw *hw, uint64_t *state)
{
	ddi_rep_get64(hw->hw_fb_handle, state, (uint64_t *)hw->hw_fb,
	    hw->hw_size / sizeof (uint64_t), DDI_DEV_AUTOINCR);
}

void
xxhw_restore(struct xxhw *hw, uint64_t *state)
{
	ddi_rep_put64(hw->hw_fb_handle, state, (uint64_t *)hw->hw_fb,
	    hw->hw_size / sizeof (uint64_t), DDI_DEV_AUTOINCR);
}

/*
 * Shows the work screen: what is drawn is seen.
 */
void
xxhw_show_work(struct xxhw *hw)
{
	xxhw_put(hw, XX_DISPI_Y_OFFSET, 0);
}

/*
 * Shows a picture that nobody draws into now, or a black one.
 */
void
xxhw_show_still(struct xxhw *hw, uint64_t *state)
{
	uint64_t *still = (uint64_t *)(hw->hw_fb + hw->hw_size);
	size_t i;

	if (state != NULL)
		ddi_rep_put64(hw->hw_fb_handle, state, still,
		    hw->hw_size / sizeof (uint64_t), DDI_DEV_AUTOINCR);
	else
		for (i = 0; i < hw->hw_size / sizeof (uint64_t); i++)
			ddi_put64(hw->hw_fb_handle, &still[i], 0);
	xxhw_put(hw, XX_DISPI_Y_OFFSET, hw->hw_lines);
}
